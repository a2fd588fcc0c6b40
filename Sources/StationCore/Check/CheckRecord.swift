/// What was found of a part on one day, as a report shows it.
public struct CheckRecord: Hashable, Sendable {
    public let name: CheckName
    public let verdict: CheckResult.Verdict
    public let detail: LocalText
    public let at: WallTime
    /// A supervisor's reason for accepting that it fails.
    public let acceptedBecause: String?

    public init(
        name: CheckName,
        verdict: CheckResult.Verdict,
        detail: LocalText,
        at: WallTime,
        acceptedBecause: String?
    ) {
        self.name = name
        self.verdict = verdict
        self.detail = detail
        self.at = at
        self.acceptedBecause = acceptedBecause
    }
}

/// A result with what it means to the station.
public struct WeighedCheck: Hashable, Sendable {
    public let result: CheckResult
    public let severity: CheckSeverity
    public let isAccepted: Bool

    public init(result: CheckResult, severity: CheckSeverity, isAccepted: Bool) {
        self.result = result
        self.severity = severity
        self.isAccepted = isAccepted
    }
}

/// What was found last of each part, in brief.
public struct CheckSummary: Hashable, Sendable {
    /// When the newest of them was looked at.
    public let at: WallTime
    public let passed: Int
    public let skipped: Int
    /// What is not well, the worst first.
    public let concerns: [WeighedCheck]

    public init(at: WallTime, passed: Int, skipped: Int, concerns: [WeighedCheck]) {
        self.at = at
        self.passed = passed
        self.skipped = skipped
        self.concerns = concerns
    }
}
