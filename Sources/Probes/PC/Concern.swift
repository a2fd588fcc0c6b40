import StationCore

/// Something that is not as it should be, where a probe may find several.
struct Concern: Hashable, Sendable {
    enum Weight: Hashable, Sendable {
        case warns, fails
    }

    let weight: Weight
    let detail: LocalText
    let remedy: LocalText

    static func warn(_ detail: LocalText, _ remedy: LocalText) -> Concern {
        Concern(weight: .warns, detail: detail, remedy: remedy)
    }

    static func fail(_ detail: LocalText, _ remedy: LocalText) -> Concern {
        Concern(weight: .fails, detail: detail, remedy: remedy)
    }
}

extension [Concern] {
    /// All concerns in one finding, with the worst one's verdict and the worst ones first.
    ///
    /// - Parameter detail: what is said where there is none.
    func finding(orElse detail: LocalText) -> CheckFinding {
        let failures = filter { $0.weight == .fails }
        let ordered = failures + filter { $0.weight == .warns }
        guard !ordered.isEmpty else { return .pass(detail) }
        let details = LocalText.joined(ordered.map(\.detail), by: "; ")
        let remedies = LocalText.joined(ordered.map(\.remedy), by: " ")
        return failures.isEmpty ? .warn(details, remedies) : .fail(details, remedies)
    }
}

extension LocalText {
    /// Several texts in a row; one that comes twice is said once.
    static func joined(_ texts: [LocalText], by separator: String) -> LocalText {
        var seen: Set<LocalText> = []
        let once = texts.filter { seen.insert($0).inserted }
        return LocalText(
            once.map(\.english).joined(separator: separator),
            once.map(\.indonesian).joined(separator: separator)
        )
    }

    /// The same in both languages, such as a name or a number.
    static func same(_ text: String) -> LocalText { LocalText(text, text) }
}
