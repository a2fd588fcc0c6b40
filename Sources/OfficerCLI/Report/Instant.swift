/// A point in time, from an RFC 3339 text, with the offset that it was written with.
struct Instant {
    /// Since 1970, UTC.
    let seconds: Int
    /// East of Greenwich.
    let offset: Int

    init(seconds: Int, offset: Int) {
        self.seconds = seconds
        self.offset = offset
    }

    /// - Returns: nil for a text that is none.
    init?(_ text: String) {
        let characters = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= characters.count else { return nil }
            let digits = characters[range]
            guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
            return digits.reduce(0) { $0 * 10 + Int($1) - 48 }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), (1...12).contains(month)
        else { return nil }
        let zone = characters.dropFirst(19).drop { $0 == UInt8(ascii: ".") || (48...57).contains($0) }
        switch zone.first {
        case UInt8(ascii: "Z"): offset = 0
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard let hours = number(zone.startIndex + 1..<zone.startIndex + 3),
                let minutes = number(zone.startIndex + 4..<zone.startIndex + 6)
            else { return nil }
            offset = (zone.first == UInt8(ascii: "-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
        default: return nil
        }
        seconds = Self.days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset
    }

    /// Seconds since midnight, as the text has it.
    var secondsOfDay: Int {
        let local = (seconds + offset) % 86_400
        return local < 0 ? local + 86_400 : local
    }

    /// Days since 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
