import StationCore
import TOMLKit

/// How values are read, and what is said of wrong ones. The setters return what is wrong with the value and what is
/// allowed, and nil when it was taken.
extension ConfigurationDraft {
    mutating func setBool(_ value: any TOMLValueConvertible, _ assign: (inout Configuration, Bool) -> Void) -> String? {
        guard let isOn = value.bool else { return wrong(value, "true or false") }
        assign(&configuration, isOn)
        return nil
    }

    mutating func setNumber(
        _ value: any TOMLValueConvertible,
        _ range: ClosedRange<Int>,
        _ assign: (inout Configuration, Int) -> Void
    ) -> String? {
        guard let number = value.int, range.contains(number) else {
            return wrong(value, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        assign(&configuration, number)
        return nil
    }

    mutating func setChoice<Choice: RawRepresentable<String> & CaseIterable>(
        _ value: any TOMLValueConvertible,
        _ assign: (inout Configuration, Choice) -> Void
    ) -> String? {
        guard let choice = value.string.flatMap(Choice.init) else {
            return wrong(value, "one of \(quoted(Choice.allCases.map(\.rawValue)))")
        }
        assign(&configuration, choice)
        return nil
    }

    /// A list of choices, none twice.
    mutating func setChoices<Choice: RawRepresentable<String> & CaseIterable & Hashable>(
        _ value: any TOMLValueConvertible,
        _ assign: (inout Configuration, [Choice]) -> Void
    ) -> String? {
        let choices = strings(value)?.map(Choice.init)
        guard let choices, !choices.contains(nil), Set(choices).count == choices.count else {
            return wrong(value, "a list of \(quoted(Choice.allCases.map(\.rawValue))), none twice")
        }
        assign(&configuration, choices.compactMap { $0 })
        return nil
    }

    mutating func setStrings(
        _ value: any TOMLValueConvertible,
        of what: String,
        _ assign: (inout Configuration, [String]) -> Void
    ) -> String? {
        guard let list = strings(value), list.allSatisfy({ !$0.contains("\0") }) else {
            return wrong(value, "a list of strings, \(what)")
        }
        assign(&configuration, list)
        return nil
    }

    mutating func setDuration(
        _ value: any TOMLValueConvertible,
        _ range: ClosedRange<Duration>,
        _ assign: (inout Configuration, Duration) -> Void
    ) -> String? {
        guard let duration = value.string.flatMap(DurationText.parse), range.contains(duration) else {
            return wrong(value, allowed(range))
        }
        assign(&configuration, duration)
        return nil
    }

    mutating func setDurations(
        _ value: any TOMLValueConvertible,
        _ assign: (inout Configuration, [Duration]) -> Void
    ) -> String? {
        let durations = strings(value)?.map(DurationText.parse)
        guard let durations, durations.allSatisfy({ $0 != nil && $0 != .zero }) else {
            return wrong(value, "a list, each \(DurationText.allowed)")
        }
        assign(&configuration, durations.compactMap { $0 })
        return nil
    }

    /// - Returns: nil when the value is not a list of strings alone.
    func strings(_ value: any TOMLValueConvertible) -> [String]? {
        guard let array = value.array else { return nil }
        let strings = array.map(\.string)
        return strings.contains(nil) ? nil : strings.compactMap { $0 }
    }

    func allowed(_ range: ClosedRange<Duration>) -> String {
        "\(DurationText.allowed); from \(text(range.lowerBound)) to \(text(range.upperBound))"
    }

    func text(_ duration: Duration) -> String { "\(duration.components.seconds)s" }

    func quoted(_ names: [String]) -> String { names.map { "\"\($0)\"" }.joined(separator: ", ") }

    func wrong(_ value: any TOMLValueConvertible, _ allowed: String) -> String {
        let text = value.debugDescription.split(whereSeparator: \.isNewline).joined(separator: " ")
        return "\(text.cut(to: 100)) is not allowed (\(value.type)); allowed is \(allowed)"
    }

    mutating func add(_ place: ConfigurationError.Problem, _ message: String) {
        problems.append(place.saying(message))
    }

    /// Adds a problem between keys, at the place of one of them.
    mutating func relate(_ path: String, _ name: String, _ mainFile: String, _ message: String) {
        add(places[path] ?? .init(file: mainFile, line: nil, key: name, message: ""), message)
    }

    /// Where a table or a key stands, with nothing said of it yet.
    func place(
        _ file: ConfigurationFile,
        _ table: [String],
        _ key: String? = nil,
        index: Int? = nil
    ) -> ConfigurationError.Problem {
        let name = table.joined(separator: ".")
        let heading = index == nil ? "[\(name)]" : "[[\(name)]]"
        return .init(
            file: file.path,
            line: file.line(of: key, in: table, index: index ?? 0),
            key: key.map { "\(heading) \($0)" } ?? heading,
            message: ""
        )
    }
}

extension ConfigurationError.Problem {
    fileprivate func saying(_ message: String) -> Self { .init(file: file, line: line, key: key, message: message) }
}
