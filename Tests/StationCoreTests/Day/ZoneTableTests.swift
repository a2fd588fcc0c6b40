import Foundation
import StationConfig
import StationCore
import Testing

/// Zones of every kind of clock change: none, an hour, half an hour, a day left out, and at midnight.
let zoneNames = [
    "Asia/Jakarta", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca",
    "America/St_Johns", "Asia/Amman",
]

@Suite struct ZoneTableTests {
    private static let year1990: Int64 = 631_152_000
    private static let year2100: Int64 = 4_102_444_800

    private func calendar(_ name: String) throws -> Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: name))
        return calendar
    }

    private func local(_ seconds: Int64, _ calendar: Calendar) -> (day: CalendarDay?, secondOfDay: Int) {
        let date = Date(timeIntervalSince1970: TimeInterval(seconds))
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        let day = CalendarDay(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0)
        return (day, (parts.hour ?? 0) * 3_600 + (parts.minute ?? 0) * 60 + (parts.second ?? 0))
    }

    @Test(arguments: zoneNames)
    func readsTheClockAsFoundationDoes(_ name: String) throws {
        let zone = try #require(ZoneTable(named: name))
        let calendar = try calendar(name)
        var generator = SeededGenerator(seed: 1)
        let random = (0..<2_000).map { _ in Int64.random(in: Self.year1990..<Self.year2100, using: &generator) }
        let changes = zone.transitions.flatMap { [$0.at - 1, $0.at, $0.at + 1] }
        for seconds in random + changes {
            let expected = local(seconds, calendar)
            let found = zone.local(WallTime(milliseconds: seconds * 1_000 + 999))
            guard found.day == expected.day, found.secondOfDay == expected.secondOfDay else {
                Issue.record("\(seconds): \(found) instead of \(expected)")
                return
            }
        }
    }

    @Test(arguments: zoneNames)
    func daysFollowOnEachOther(_ name: String) throws {
        let zone = try #require(ZoneTable(named: name))
        let calendar = try calendar(name)
        var day = try #require(CalendarDay("2008-01-01"))
        while day.year < 2030 {
            defer { day = day.adding(days: 1) ?? day }
            guard let span = zone.span(of: day) else {
                #expect(name == "Pacific/Apia" && day.description == "2011-12-30")
                continue
            }
            let last = WallTime(milliseconds: span.upperBound.milliseconds - 1)
            let start = calendar.startOfDay(for: Date(timeIntervalSince1970: Double(last.milliseconds) / 1_000))
            guard zone.local(span.lowerBound).day == day, zone.local(last).day == day,
                Int64(start.timeIntervalSince1970) * 1_000 == span.lowerBound.milliseconds
            else {
                Issue.record("\(day) is from \(span.lowerBound) to \(span.upperBound), or from \(start)")
                return
            }
        }
    }

    @Test func theDayThatApiaLeftOut() throws {
        let zone = try #require(ZoneTable(named: "Pacific/Apia"))
        let before = try #require(CalendarDay("2011-12-29").flatMap(zone.span))
        let after = try #require(CalendarDay("2011-12-31").flatMap(zone.span))
        #expect(before.upperBound == after.lowerBound)
    }

    @Test func aNameThatIsNone() {
        for name in ["", "Asia/Djakarta", "asia/jakarta", "WIB", "GMT+7", "../etc/passwd"] {
            #expect(ZoneTable(named: name) == nil, "\(name)")
        }
        #expect(ZoneTable(named: "Etc/UTC")?.transitions == [])
    }
}
