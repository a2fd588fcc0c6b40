import StationAPI
import StationCore

/// From what was found of the parts to what is on the wire.
extension API.CheckResult {
    init(_ check: WeighedCheck) {
        self.init(
            name: check.result.name.rawValue,
            verdict: API.Verdict(check.result.verdict),
            severity: API.Severity(check.severity),
            accepted: check.isAccepted,
            detail: API.Name(check.result.detail),
            remedy: check.result.remedy.map(API.Name.init),
            milliseconds: Int(check.result.duration.wholeMilliseconds)
        )
    }
}

extension API.CheckSummary {
    init(_ summary: CheckSummary) {
        self.init(
            at: summary.at.rfc3339,
            passed: summary.passed,
            skipped: summary.skipped,
            concerns: summary.concerns.map(API.CheckResult.init)
        )
    }
}

extension API.Verdict {
    init(_ verdict: CheckResult.Verdict) {
        switch verdict {
        case .pass: self = .pass
        case .warn: self = .warn
        case .fail: self = .fail
        case .skipped: self = .skipped
        }
    }
}

extension API.Severity {
    init(_ severity: CheckSeverity) {
        switch severity {
        case .required: self = .required
        case .advisory: self = .advisory
        case .off: self = .off
        }
    }
}

extension API.Preparation {
    init(_ preparation: Preparation, at now: BootTime) {
        self.init(
            stages: preparation.stages(at: now).map { stage, took in
                API.Stage(name: API.StageName(stage), milliseconds: Int(took.wholeMilliseconds))
            },
            readyAfter: preparation.readyAfter.map { Int($0.wholeMilliseconds) }
        )
    }
}

extension API.StageName {
    init(_ stage: Preparation.Stage) {
        switch stage {
        case .wipe: self = .wipe
        case .drill: self = .drill
        case .start: self = .start
        case .home: self = .home
        case .checks: self = .checks
        }
    }
}

extension API.ReportCheck {
    init(_ check: CheckRecord, on day: CalendarDay) {
        self.init(
            date: "\(day)",
            name: check.name.rawValue,
            verdict: API.Verdict(check.verdict),
            detail: API.Name(check.detail),
            at: check.at.rfc3339,
            accepted: check.acceptedBecause
        )
    }
}
