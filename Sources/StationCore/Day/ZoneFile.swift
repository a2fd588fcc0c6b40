/// A file of the tz database (tzfile(5), RFC 9636), as a table.
extension ZoneTable {
    private static let year1990: Int64 = 631_152_000
    private static let year2100: Int64 = 4_102_444_800

    /// - Parameters:
    ///   - name: its name in the database.
    ///   - bytes: what the file holds.
    /// - Returns: the zone from 1990 to 2100; nil for what is no such file.
    public init?(name: String, file bytes: [UInt8]) {
        var reader = ZoneFileReader(bytes)
        guard let body = reader.body() else { return nil }
        var changes = body.changes
        if let rule = PosixRule(body.footer) {
            let from = changes.last?.at ?? .min
            let firstYear = max(1990, CalendarDay(number: Int((changes.last?.at ?? 0) / 86_400))?.year ?? 1990)
            changes += (firstYear..<2100).flatMap(rule.changes).filter { $0.at > from }.sorted { $0.at < $1.at }
        }
        let before = changes.last { $0.at <= Self.year1990 }
        self.init(
            name: name,
            firstOffset: before?.offset ?? body.firstOffset,
            transitions: changes.filter { $0.at > Self.year1990 && $0.at < Self.year2100 }
        )
    }
}

/// Reads the newest data block of a TZif file: 64-bit times and a footer where it has them.
private struct ZoneFileReader {
    struct Body {
        let firstOffset: Int
        let changes: [ZoneTable.Transition]
        /// The rule after the last change, as in the variable TZ (POSIX).
        let footer: Substring
    }

    private struct Header {
        let version: UInt8
        let isUT: Int, isStandard: Int, leaps: Int, times: Int, types: Int, characters: Int

        /// - Parameter time: bytes of a time.
        func length(time: Int) -> Int {
            times * time + times + types * 6 + characters + leaps * (time + 4) + isStandard + isUT
        }
    }

    private let bytes: [UInt8]
    private var place = 0
    /// More of anything than the database has.
    private static let most = 100_000

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func body() -> Body? {
        guard let first = header() else { return nil }
        guard first.version >= UInt8(ascii: "2") else { return body(first, time: 4) }
        guard skip(first.length(time: 4)), let second = header() else { return nil }
        return body(second, time: 8)
    }

    private mutating func header() -> Header? {
        guard place + 44 <= bytes.count, bytes[place..<place + 4].elementsEqual("TZif".utf8) else { return nil }
        let version = bytes[place + 4]
        place += 20
        let counts = (0..<6).map { _ in Int(number(4)) }
        guard counts.allSatisfy({ (0...Self.most).contains($0) }), counts[4] > 0 else { return nil }
        return Header(
            version: version,
            isUT: counts[0],
            isStandard: counts[1],
            leaps: counts[2],
            times: counts[3],
            types: counts[4],
            characters: counts[5]
        )
    }

    private mutating func body(_ header: Header, time: Int) -> Body? {
        guard place + header.length(time: time) <= bytes.count else { return nil }
        let end = place + header.length(time: time)
        let times = (0..<header.times).map { _ in number(time) }
        let kinds = (0..<header.times).map { _ in Int(number(1)) & 0xFF }
        let offsets = (0..<header.types).map { _ in
            let offset = Int(number(4))
            place += 2
            return offset
        }
        guard kinds.allSatisfy(offsets.indices.contains) else { return nil }
        place = end
        let footer = bytes[end...].dropFirst().prefix { $0 != UInt8(ascii: "\n") }
        return Body(
            firstOffset: offsets[0],
            changes: zip(times, kinds).map { .init(at: $0, offset: offsets[$1]) },
            footer: time == 8 ? Substring(decoding: footer, as: UTF8.self) : ""
        )
    }

    private mutating func skip(_ count: Int) -> Bool {
        place += count
        return place <= bytes.count
    }

    /// A signed number, its highest byte first. There are enough bytes.
    private mutating func number(_ count: Int) -> Int64 {
        defer { place += count }
        let bits = bytes[place..<place + count].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let unused = UInt64(64 - count * 8)
        return Int64(bitPattern: bits << unused) >> Int64(unused)
    }
}

/// A zone's rule as the variable TZ has it (POSIX.1-2024, "Other Environment Variables"): `CET-1CEST,M3.5.0,M10.5.0/3`. Only
/// one with two kinds of time has changes.
private struct PosixRule {
    private enum Day {
        /// The weekday in its nth week of a month; the fifth is the last.
        case weekday(Int, week: Int, month: Int)
        /// From 1 on, and the 29th of February is never counted.
        case julian(Int)
        /// From 0 on.
        case ordinal(Int)
    }

    private let standard: Int
    private let summer: Int
    private let begin: (day: Day, second: Int)
    private let end: (day: Day, second: Int)

    init?(_ text: Substring) {
        var rest = text
        guard Self.takeName(&rest), let west = Self.takeTime(&rest), Self.takeName(&rest) else { return nil }
        standard = -west
        summer = rest.first == "," ? standard + 3_600 : -(Self.takeTime(&rest) ?? west)
        guard let begin = Self.takeChange(&rest), let end = Self.takeChange(&rest), rest.isEmpty else { return nil }
        (self.begin, self.end) = (begin, end)
    }

    func changes(in year: Int) -> [ZoneTable.Transition] {
        guard let first = Self.number(of: begin.day, in: year), let last = Self.number(of: end.day, in: year) else {
            return []
        }
        return [
            .init(at: Int64(first) * 86_400 + Int64(begin.second - standard), offset: summer),
            .init(at: Int64(last) * 86_400 + Int64(end.second - summer), offset: standard),
        ]
    }

    /// Days since 1970-01-01.
    private static func number(of day: Day, in year: Int) -> Int? {
        switch day {
        case .weekday(let weekday, let week, let month):
            guard let first = CalendarDay(year: year, month: month, day: 1)?.number else { return nil }
            // 1970-01-01 was a Thursday, and 0 is Sunday.
            let firstWeekday = ((first + 4) % 7 + 7) % 7
            let day = 1 + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            // The fifth week may have no such day: then it is the one before.
            return
                (CalendarDay(year: year, month: month, day: day) ?? CalendarDay(year: year, month: month, day: day - 7))?
                .number
        case .julian(let day):
            let isAfterLeapDay = day > 59 && CalendarDay(year: year, month: 2, day: 29) != nil
            return CalendarDay(year: year, month: 1, day: 1).map { $0.number + day - 1 + (isAfterLeapDay ? 1 : 0) }
        case .ordinal(let day): return CalendarDay(year: year, month: 1, day: 1).map { $0.number + day }
        }
    }

    private static func takeName(_ rest: inout Substring) -> Bool {
        if rest.first == "<" {
            guard let end = rest.firstIndex(of: ">") else { return false }
            rest = rest[rest.index(after: end)...]
            return true
        }
        let name = rest.prefix { $0.isLetter }
        rest = rest[name.endIndex...]
        return name.count >= 3
    }

    /// `hh[:mm[:ss]]` with a sign, in seconds.
    private static func takeTime(_ rest: inout Substring) -> Int? {
        var sign = 1
        if rest.first == "-" || rest.first == "+" { sign = rest.removeFirst() == "-" ? -1 : 1 }
        var seconds = 0
        var unit = 3_600
        repeat {
            guard let part = takeNumber(&rest) else { return nil }
            seconds += part * unit
            unit /= 60
        } while unit > 0 && take(":", &rest)
        return sign * seconds
    }

    private static func takeChange(_ rest: inout Substring) -> (day: Day, second: Int)? {
        guard take(",", &rest), let day = takeDay(&rest) else { return nil }
        guard take("/", &rest) else { return (day, 7_200) }
        return takeTime(&rest).map { (day, $0) }
    }

    private static func takeDay(_ rest: inout Substring) -> Day? {
        if take("M", &rest) {
            guard let month = takeNumber(&rest), take(".", &rest), let week = takeNumber(&rest), take(".", &rest),
                let weekday = takeNumber(&rest), (1...12).contains(month), (1...5).contains(week), weekday < 7
            else { return nil }
            return .weekday(weekday, week: week, month: month)
        }
        if take("J", &rest) { return takeNumber(&rest).map(Day.julian) }
        return takeNumber(&rest).map(Day.ordinal)
    }

    private static func take(_ sign: Character, _ rest: inout Substring) -> Bool {
        guard rest.first == sign else { return false }
        rest.removeFirst()
        return true
    }

    private static func takeNumber(_ rest: inout Substring) -> Int? {
        let digits = rest.prefix { ("0"..."9").contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        rest = rest[digits.endIndex...]
        return Int(digits)
    }
}
