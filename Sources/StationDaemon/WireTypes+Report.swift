import StationAPI
import StationCore
import StationHost

/// From a report to the one on the wire.
extension API.Report {
    init(_ report: StationReport) {
        let totals = report.totals
        self.init(
            from: "\(report.from)",
            to: "\(report.to)",
            days: report.days.map { API.ScheduleDay($0.day, report.schedule) },
            visits: report.days.flatMap { day in day.visits.map { API.ReportVisit($0, on: day.day) } },
            registered: totals.registered,
            served: totals.served,
            absent: totals.absent,
            servedByHand: totals.servedByHand,
            causes: totals.causes.map { API.CauseCount(cause: API.EndCause($0.cause), count: $0.count) },
            steps: totals.steps.map(API.ReportStep.init),
            checks: report.days.flatMap { day in day.checks.map { API.ReportCheck($0, on: day.day) } }
        )
    }
}

extension API.ReportVisit {
    init(_ visit: VisitRecord, on day: CalendarDay) {
        self.init(
            visit: visit.id.number,
            date: "\(day)",
            ticket: visit.ticket.map { "\($0)" },
            category: visit.category?.key,
            class: API.VisitClass(visit.visitClass),
            calledAt: visit.calledAt?.rfc3339InMilliseconds,
            startedAt: visit.startedAt?.rfc3339InMilliseconds,
            endedAt: visit.endedAt?.rfc3339InMilliseconds,
            wipedAt: visit.wipedAt?.rfc3339InMilliseconds,
            lengthSeconds: visit.length.map { Int($0.components.seconds) },
            extendedSeconds: Int(visit.extended.components.seconds),
            extensionReasons: visit.extensionReasons,
            heldSeconds: Int(visit.held.components.seconds),
            cause: visit.cause.map(API.EndCause.init),
            receipt: visit.receipt?.number,
            clean: visit.isClean,
            override: visit.override,
            callingSeconds: visit.startedAt == nil ? nil : visit.calling.map { Int($0.components.seconds) },
            tookSeconds: visit.took.map { Int($0.components.seconds) },
            wipingSeconds: visit.wiping.map { Int($0.components.seconds) },
            clockShowed: visit.clockShowed?.rfc3339InMilliseconds,
            clockUnsure: visit.clockTrust == .unsure ? true : nil
        )
    }
}

extension API.EndCause {
    init(_ cause: EndCause) {
        switch cause {
        case .officer: self = .officer
        case .time: self = .time
        case .client: self = .client
        case .network: self = .network
        case .power: self = .power
        case .fault: self = .fault
        case .panic: self = .panic
        case .shutdown: self = .shutdown
        case .notStarted: self = .notStarted
        }
    }
}

extension API.ReportStep {
    init(_ step: ReportTotals.Step) {
        let name: API.StepName =
            switch step.step {
            case .registration: .registration
            case .preparation: .preparation
            case .calling: .calling
            case .visit: .visit
            case .wipe: .wipe
            case .closing: .closing
            }
        self.init(
            name: name,
            standardSeconds: Int(step.step.standard.components.seconds),
            count: step.count,
            averageSeconds: step.average.map { Int($0.components.seconds) },
            longestSeconds: step.longest.map { Int($0.components.seconds) }
        )
    }
}
