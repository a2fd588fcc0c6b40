import Testing

@testable import StationCore

/// Files of the tz database that are not as they should be, and rules of every form.
struct ZoneFileTests {
    /// A file without changes of its own, and with a rule.
    private func file(offset: Int32 = 3_600, footer: String, version: UInt8 = UInt8(ascii: "2")) -> [UInt8] {
        func number(_ value: Int32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - $0 * 8)) } }
        let header = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
        let block = header + [0, 0, 0, 0, 1, 4].flatMap { number($0) } + number(offset) + [0, 0] + Array("STD\0".utf8)
        return block + block + Array("\n\(footer)\n".utf8)
    }

    private func seconds(_ text: String, at hour: Int = 0) throws -> Int64 {
        Int64(try #require(CalendarDay(text)).number) * 86_400 + Int64(hour) * 3_600
    }

    @Test(arguments: [
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29", 1, "2026-10-25", 1),
        ("CET-1CEST-2,J88/2,J298/3", "2026-03-29", 1, "2026-10-25", 1),
        ("CET-1CEST,87/2,297/3:00:00", "2026-03-29", 1, "2026-10-25", 1),
        ("<+01>-1<+02>,M3.4.4/50,M10.4.4/50", "2026-03-28", 1, "2026-10-24", 0),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29", 1, "2026-10-25", 1),
    ])
    func rulesOfEveryForm(footer: String, begin: String, beginHour: Int, end: String, endHour: Int) throws {
        let zone = try #require(ZoneTable(name: "x", file: file(footer: footer)))
        let times = zone.transitions.map(\.at)
        #expect(times.contains(try seconds(begin, at: beginHour)))
        #expect(times.contains(try seconds(end, at: endHour)))
        #expect(zone.transitions.count == 220, "two a year, from 1990 on")
    }

    @Test(arguments: ["", "CET-1", "<+07>-7", "CET-1CEST", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.5.0", "?"])
    func withoutARuleTheOffsetStays(footer: String) throws {
        let zone = try #require(ZoneTable(name: "x", file: file(footer: footer)))
        #expect(zone.transitions == [])
        #expect(zone.firstOffset == 3_600)
    }

    @Test func whatIsCutOffIsNone() {
        let whole = file(footer: "CET-1CEST,M3.5.0,M10.5.0/3")
        for length in 0..<100 { #expect(ZoneTable(name: "x", file: Array(whole.prefix(length))) == nil, "\(length)") }
        #expect(ZoneTable(name: "x", file: Array("no zone".utf8)) == nil)
        var huge = whole
        huge[36] = 0x7F
        #expect(ZoneTable(name: "x", file: huge) == nil, "a count that nothing could have")
    }
}
