/// What a look at one part of the station found.
public struct CheckResult: Hashable, Sendable, Codable {
    public enum Verdict: String, Hashable, Sendable, CaseIterable, Codable {
        case pass, warn, fail
        /// There was nothing to look at, or it was not the time for it.
        case skipped
    }

    public let name: CheckName
    public let verdict: Verdict
    /// What was measured.
    public let detail: LocalText
    /// What to do about it; nil where there is nothing to do.
    public let remedy: LocalText?
    public let duration: Duration

    public init(
        _ name: CheckName,
        _ verdict: Verdict,
        detail: LocalText,
        remedy: LocalText? = nil,
        duration: Duration
    ) {
        self.name = name
        self.verdict = verdict
        self.detail = detail
        self.remedy = remedy
        self.duration = duration
    }

    public init(_ name: CheckName, _ finding: CheckFinding, duration: Duration) {
        self.init(name, finding.verdict, detail: finding.detail, remedy: finding.remedy, duration: duration)
    }
}

extension CheckResult {
    private static let mostCharacters = 300

    /// The same with words that can be shown anywhere: a device gives its own name, which may hold what a terminal obeys.
    public var plain: CheckResult {
        CheckResult(
            name,
            verdict,
            detail: Self.plain(detail),
            remedy: remedy.map(Self.plain),
            duration: duration
        )
    }

    private static func plain(_ text: LocalText) -> LocalText { LocalText(plain(text.english), plain(text.indonesian)) }

    private static func plain(_ text: String) -> String {
        let shown = text.unicodeScalars.map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                Character(" ")
            default: Character(scalar)
            }
        }
        return String(shown.prefix(mostCharacters))
    }
}

/// A verdict with its words, before it is known how long the look took.
public struct CheckFinding: Hashable, Sendable {
    public let verdict: CheckResult.Verdict
    public let detail: LocalText
    public let remedy: LocalText?

    private init(_ verdict: CheckResult.Verdict, _ detail: LocalText, _ remedy: LocalText?) {
        self.verdict = verdict
        self.detail = detail
        self.remedy = remedy
    }

    public static func pass(_ detail: LocalText) -> CheckFinding { CheckFinding(.pass, detail, nil) }

    public static func skipped(_ detail: LocalText) -> CheckFinding { CheckFinding(.skipped, detail, nil) }

    /// Calls work, but not as well as they should, or not for long.
    public static func warn(_ detail: LocalText, _ remedy: LocalText) -> CheckFinding {
        CheckFinding(.warn, detail, remedy)
    }

    public static func fail(_ detail: LocalText, _ remedy: LocalText) -> CheckFinding {
        CheckFinding(.fail, detail, remedy)
    }

    /// Nothing came within the limit.
    public static func unanswered(_ name: CheckName, within limit: Duration) -> CheckFinding {
        let seconds = DurationText.seconds(limit)
        return .fail(
            LocalText("no answer within \(seconds) s", "tidak menjawab dalam \(seconds) detik"),
            name.isUsedByVisits
                ? LocalText(
                    "Unplug it and plug it in again, or restart the PC; then check again.",
                    "Cabut lalu pasang lagi, atau mulai ulang komputer; lalu periksa lagi."
                )
                : LocalText(
                    "Check again. If it happens again, restart the PC.",
                    "Periksa lagi. Jika terulang, mulai ulang komputer."
                )
        )
    }
}

/// What a failing check means to the station.
public enum CheckSeverity: String, Hashable, Sendable, CaseIterable, Codable {
    /// No visit starts until it passes, or a supervisor has accepted it for the day.
    case required
    case advisory
    /// It isn't looked at.
    case off
}
