/// What one probe of the station's parts found.
public struct CheckResult: Hashable, Sendable {
    public enum Verdict: String, Hashable, Sendable, CaseIterable {
        case pass, warn, fail
    }

    public let name: String
    public let verdict: Verdict
    public let detail: String
    /// What to do about it; nil when there is nothing to do.
    public let remedy: String?
    public let duration: Duration

    public init(name: String, verdict: Verdict, detail: String, remedy: String?, duration: Duration) {
        self.name = name
        self.verdict = verdict
        self.detail = detail
        self.remedy = remedy
        self.duration = duration
    }
}
