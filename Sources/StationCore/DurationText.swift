/// Durations as people write them: `90s`, `10m`, `1h30m`, `250ms`.
public enum DurationText {
    /// What is allowed, for messages.
    public static let allowed = "a number with a unit: ms, s, m or h, such as \"90s\", \"10m\" or \"1h30m\""

    private static let units: [(name: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000),
    ]
    private static let most: Int64 = 366 * 24 * 3_600_000

    /// - Returns: nil when the text is no duration, or one of more than a year.
    public static func parse(_ text: String) -> Duration? {
        var rest = Substring(text)
        var total: Int64 = 0
        repeat {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            let letters = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(letters.count)
            guard let number = Int64(digits), let unit = units.first(where: { $0.name == letters }) else { return nil }
            let (part, overflow) = number.multipliedReportingOverflow(by: unit.milliseconds)
            guard !overflow, part <= most - total else { return nil }
            total += part
        } while !rest.isEmpty
        return .milliseconds(total)
    }

    /// A number of seconds for a person, with a tenth where it isn't whole: `5`, `0.5`.
    public static func seconds(_ duration: Duration) -> String {
        let tenths = (duration.wholeMilliseconds + 50) / 100
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}

/// Sizes as people write them: `512M`, `1G`.
public enum ByteCountText {
    /// What is allowed, for messages.
    public static let allowed = "a whole number with a unit: B, K, M or G, such as \"512M\" or \"1G\""

    private static let units: [Character: Int64] = ["B": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30]

    /// - Returns: the number of bytes; nil when the text is no size.
    public static func parse(_ text: String) -> Int64? {
        guard let last = text.last, let unit = units[last], let number = Int64(text.dropLast()), number >= 0,
            text.first?.isNumber == true
        else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: unit)
        return overflow ? nil : bytes
    }
}
