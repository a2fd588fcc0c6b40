import StationAPI
import StationCore
import UnitMessages

/// From the station's values to those on the wire.
extension API.State {
    init(_ name: StateName) {
        switch name {
        case .starting: self = .starting
        case .preparing: self = .preparing
        case .ready: self = .ready
        case .visiting: self = .visiting
        case .closing: self = .closing
        case .wiping: self = .wiping
        case .blocked: self = .blocked
        case .locked: self = .locked
        case .ending: self = .ending
        case .off: self = .off
        }
    }
}

extension API.Rung {
    init(_ rung: Blocked.Rung) {
        switch rung {
        case .wipe: self = .wipe
        case .reboot: self = .reboot
        }
    }
}

extension API.CallPage {
    /// - Returns: nil where nothing can be told.
    init?(_ page: CallPage) {
        switch page {
        case .unseen: return nil
        case .opening: self = .opening
        case .shown: self = .shown
        case .failed: self = .failed
        case .blank: self = .blank
        }
    }
}

extension API.Visit {
    init(_ visit: RunningVisit, at now: Moment) {
        let deadline = visit.deadline(at: now.boot)
        self.init(
            id: visit.id.number,
            ticket: visit.plan.ticket.map { "\($0.number)" },
            category: visit.plan.ticket?.category.key,
            class: API.VisitClass(visit.plan.ticket?.visitClass ?? .family),
            clock: API.ClockState(visit.clock),
            startedAt: visit.startedAt.asShown(at: now).rfc3339,
            deadline: now.wallTime(at: deadline).rfc3339,
            elapsedSeconds: Int((now.boot - visit.startedAt.boot).components.seconds),
            remainingSeconds: max(0, Int(((deadline - now.boot).wholeMilliseconds + 999) / 1_000)),
            extendedSeconds: Int(visit.extended.components.seconds)
        )
        page = API.CallPage(visit.call.page)
    }
}

extension API.Status {
    init(_ view: Station.Reached, at now: Moment) {
        let status = view.status
        self.init(
            state: API.State(status.state),
            clean: status.isClean,
            visit: status.visit.map { API.Visit($0, at: now) },
            lastReceipt: status.lastReceipt?.number,
            preparation: API.Preparation(view.preparation, at: now.boot),
            today: API.Today(view.today, at: now),
            version: Version.current
        )
        unconfirmedTraces = status.unconfirmedTraces.isEmpty ? nil : status.unconfirmedTraces
        refusedConfiguration = view.refusedConfiguration
        checks = view.checks.map(API.CheckSummary.init)
        blockedReason = status.blocked?.reason.message
        blockedCode = status.blocked?.reason.code
        blockedRemedy = status.blocked?.remedy
        blockedRung = status.blocked.map { API.Rung($0.rung) }
        lockedAt = status.lockedSince?.rfc3339
        lastEnd = view.lastEnd.map {
            API.VisitEnd(
                visit: $0.visit.number,
                at: $0.at.rfc3339,
                cause: API.EndCause($0.cause),
                message: $0.ending.description
            )
        }
        offAt = status.offAt.map { now.wallTime(at: $0).rfc3339 }
    }
}

extension API.Receipt {
    init(_ receipt: Receipt) {
        self.init(
            id: receipt.id.number,
            visit: receipt.visit?.number,
            clean: receipt.isClean,
            startedAt: receipt.startedAt.rfc3339InMilliseconds,
            finishedAt: receipt.finishedAt.rfc3339InMilliseconds,
            milliseconds: Int(receipt.milliseconds),
            closed: receipt.closed,
            destroyed: receipt.destroyed.map { API.Destroyed(place: $0.place, bytes: $0.bytes.map { Int($0) }) },
            depth: API.Depth(receipt.depth),
            searched: receipt.scan.searched.map { API.Searched(place: $0.place, count: $0.count) },
            findings: receipt.findings.map { API.Finding(place: $0.place, detail: $0.detail) },
            version: receipt.facts.version,
            kernel: receipt.facts.kernel,
            template: receipt.facts.template,
            remoteTraces: receipt.facts.remoteTraces,
            remoteConfirmed: receipt.confirmsRemote,
            digest: receipt.digest,
            previous: receipt.previous
        )
    }
}

extension API.Drill.Reply {
    init(_ report: DrillReport) {
        self.init(
            places: report.places.map { API.DrillPlace(name: $0.name, planted: $0.planted, found: $0.found) },
            clean: report.isClean,
            searched: report.areas.map { area in
                API.SearchedArea(
                    name: area.name,
                    bytes: Int(area.bytes),
                    items: area.items,
                    milliseconds: Int(area.duration.wholeMilliseconds),
                    note: area.note
                )
            }
        )
    }
}

extension API.Depth {
    init(_ depth: ScanDepth) {
        switch depth {
        case .visit: self = .visit
        case .everything: self = .everything
        }
    }
}
