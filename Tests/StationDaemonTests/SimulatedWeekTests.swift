import Glibc
import StationAPI
import StationConfig
import StationCore
import TestSupport
import Testing

@testable import StationDaemon

/// The standard's week, over the real station, ledger and socket, on a simulated PC with a clock that the test moves.
@Suite(.serialized) struct SimulatedWeekTests {
    /// Tuesday.
    private static let tuesday = "2026-11-24"

    private static func configuration(capacity: Int = 20) throws -> Configuration {
        var configuration = try ConfigurationLoader.load(file: shippedConfiguration)
        configuration.roster.capacity = capacity
        configuration.checks.required = []
        return configuration
    }

    private static var shippedConfiguration: String {
        let here = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return here.dropLast(3).joined(separator: "/") + "/config/vcd.toml"
    }

    /// The instant of a time on the clocks of Jakarta, seven hours ahead of UTC all year.
    private static func instant(_ day: CalendarDay, _ hour: Int, _ minute: Int) -> WallTime {
        let epoch = CalendarDay(year: 1970, month: 1, day: 1)?.number ?? 0
        let minutes = Int64(day.number - epoch) * 1_440 + Int64(hour * 60 + minute) - 7 * 60
        return WallTime(milliseconds: minutes * 60_000)
    }

    private static func categories(_ day: CalendarDay) -> [String] {
        switch day.weekday {
        case .monday, .thursday: ["narcotics"]
        case .tuesday: ["elderly-cell-pretrial"]
        case .wednesday, .saturday: ["convicted-general"]
        case .friday, .sunday: []
        }
    }

    /// What the events said of a visit.
    private struct Told {
        var startedAt: String?
        var endedAt: String?
        var wipedAt: String?
    }

    private static func told(_ news: [News]) -> [Int: Told] {
        var visits: [Int: Told] = [:]
        for item in news {
            guard case .notice(let notice) = item.kind else { continue }
            let time = item.at.wall.rfc3339InMilliseconds
            switch notice {
            case .visitStarted(let visit): visits[visit.id.number, default: Told()].startedAt = time
            case .visitEnded(let id, _): visits[id.number, default: Told()].endedAt = time
            case .wiped(let receipt): if let id = receipt.visit { visits[id.number, default: Told()].wipedAt = time }
            default: break
            }
        }
        return visits
    }

    /// Every visit of the report is as the events told it.
    private static func agree(_ visits: [API.ReportVisit], _ news: [News]) {
        let told = told(news)
        #expect(Set(visits.map(\.visit)) == Set(told.keys))
        for visit in visits {
            #expect(visit.startedAt == told[visit.visit]?.startedAt, "visit \(visit.visit)")
            #expect(visit.endedAt == told[visit.visit]?.endedAt, "visit \(visit.visit)")
            #expect(visit.wipedAt == told[visit.visit]?.wipedAt, "visit \(visit.visit)")
            #expect(visit.clean == true)
        }
    }

    private static func register(_ count: Int, _ station: SimulatedStation, _ day: CalendarDay) async throws {
        let category = Self.categories(day)[0]
        for index in 1...count {
            let entry = try await station.call(
                API.AddEntry.self,
                .init(number: "B.\(100 + index)/\(day.day)", category: category)
            ).entry
            #expect(entry.ticket == "\(index)")
            try await station.pass(.seconds(30))
        }
    }

    @Test(arguments: [8, 20]) func theStandardsWeek(registered: Int) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let configuration = try Self.configuration()
        let first = try #require(CalendarDay(Self.tuesday))
        var wake = Self.instant(first, 8, 15)
        var served = 0
        for offset in 0..<5 {
            let day = try #require(first.adding(days: offset))
            // On a Friday somebody switches the PC on by hand.
            let start = Self.categories(day).isEmpty ? Self.instant(day, 9, 0) : wake
            #expect(Self.categories(day).isEmpty || start == Self.instant(day, 8, 15), "the PC wakes by itself")
            try await SimulatedStation.run(in: folder.path, configuration, start: start, boot: "\(day)") { station in
                if Self.categories(day).isEmpty {
                    try await Self.closedDay(station)
                } else {
                    try await Self.openDay(registered, station, day)
                }
            }
            served += Self.categories(day).isEmpty ? 0 : registered
            wake = try #require(configuration.schedule.nextWake(after: Self.instant(day, 12, 0)))
        }
        let last = try #require(first.adding(days: 4))
        let expected = served
        try await SimulatedStation.run(in: folder.path, configuration, start: wake, boot: "later") { station in
            let report = try await station.call(API.GetReport.self, .init(from: "\(first)", to: "\(last)")).report
            #expect(report.served == expected)
            #expect(report.registered == expected)
            #expect(report.servedByHand == 4 * 8)
            print("a week with \(registered) a day: \(report.served) served, by hand \(report.servedByHand)")
        }
    }

    private static func closedDay(_ station: SimulatedStation) async throws {
        #expect(try await station.refusal(API.Next.self, .init()) == "OutsideSchedule")
        #expect(
            try await station.refusal(API.AddEntry.self, .init(number: "A.1", category: "narcotics")) == "RosterRefused"
        )
        let today = try await station.call(API.GetStatus.self, .init()).status.today
        #expect(today.opens == nil && today.nextOpens != nil)
        // Nothing happens for half an hour, then the grace.
        try await station.passUntilOff()
        #expect(station.host.isOff)
    }

    private static func openDay(_ count: Int, _ station: SimulatedStation, _ day: CalendarDay) async throws {
        let category = categories(day)[0]
        func add(_ number: String, _ category: String) async throws -> String? {
            try await station.refusal(API.AddEntry.self, .init(number: number, category: category))
        }
        #expect(try await add("B.1", category) == "RosterRefused", "before the time for it")
        try await station.pass(until: instant(day, 8, 30))
        try await register(count, station, day)
        #expect(try await add("B.101/\(day.day)", category) == "RosterRefused", "registered already")
        let other = category == "narcotics" ? "convicted-general" : "narcotics"
        #expect(try await add("B.999", other) == "RosterRefused", "not this day's")
        #expect(try await add("B.999", "nobody") == "RosterRefused", "no such category")
        #expect(try await station.refusal(API.Next.self, .init()) == "OutsideSchedule")
        try await station.pass(until: instant(day, 9, 0))

        let slot = try await station.call(API.GetStatus.self, .init()).status.today.slot
        #expect((slot == nil) == (count == 8), "twenty do not fit at ten minutes each")
        if slot != nil {
            let accepted = try await station.call(API.AcceptSlot.self, .init(accept: true)).slot
            #expect(accepted?.accepted == true && accepted?.slotSeconds == 390 && accepted?.fits == 20)
        }
        for ticket in 1...count {
            let called = try await station.call(API.Call.self, .init()).called
            #expect(called.ticket == "\(ticket)")
            try await station.pass(.seconds(60))
            let visit = try await station.call(API.Next.self, .init()).visit
            #expect(visit?.ticket == "\(ticket)")
            try await station.pass(.seconds(visit?.remainingSeconds ?? 0))
            #expect(await station.station.status.state == (ticket < count ? .ready : .ending), "time is up")
        }
        _ = try await station.call(API.CancelShutdown.self, .init())
        // Twenty take their session to its last second.
        let refusal = count < 20 ? "NobodyWaiting" : "OutsideSchedule"
        #expect(try await station.refusal(API.Next.self, .init()) == refusal)
        #expect(station.clock.now().wall <= instant(day, 11, 30), "all of them in their session")
        try await station.passUntilOff()
        #expect(station.host.isOff)
        #expect(station.host.announced == Array(1...count))
        #expect(access("\(station.folder)/reports/\(day).json", R_OK) == 0)
        let report = try await station.station.report(from: day, to: day)
        agree(API.Report(report).visits, station.news)
    }
}
