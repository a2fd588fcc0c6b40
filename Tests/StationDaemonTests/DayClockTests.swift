import StationAPI
import StationCore
import TestSupport
import Testing

@testable import StationDaemon

/// The PC's clock jumps, is not synchronised, or is simply late: what the day does then.
@Suite(.serialized) struct DayClockTests {
    /// A Tuesday, 08:00 UTC.
    private static let start = WallTime(milliseconds: 1_795_507_200_000)

    private static var configuration: Configuration {
        var configuration = Configuration(client: .init(command: ["client"]))
        configuration.visit.warnAt = []
        configuration.schedule.isEnforced = true
        configuration.schedule.categories = category(opens: 9 * 60, closes: 11 * 60)
        return configuration
    }

    /// One for everybody on every day, by the minutes of the day, registered for at any time.
    private static func category(opens: Int, closes: Int) -> [VisitCategory] {
        guard let opens = TimeOfDay(minutes: opens), let closes = TimeOfDay(minutes: closes) else { return [] }
        let times = OpeningTimes(opens: opens, closes: closes, registerFrom: .midnight, registerUntil: .endOfDay)
        return [
            VisitCategory(
                id: CategoryID("a"),
                name: LocalText(english: "a", indonesian: "a"),
                rules: [WeeklyWindow(days: Set(Weekday.allCases), times: times)],
                length: nil
            )
        ]
    }

    private static func run(
        _ change: (inout Configuration) -> Void = { _ in },
        _ body: @Sendable @escaping (SimulatedStation) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var configuration = configuration
        change(&configuration)
        try await SimulatedStation.run(in: folder.path, configuration, start: start, boot: "b", body)
    }

    private static func kinds(_ station: SimulatedStation) -> [API.EventKind] {
        station.news.map { API.Event($0).kind }
    }

    @Test func aClockThatJumpsIsNoticedAndLooksAtTheScheduleAnew() async throws {
        try await Self.run { station in
            #expect(try await station.refusal(API.Next.self, .init()) == "OutsideSchedule")
            station.clock.set(by: .seconds(90 * 60))
            try await station.pass(.seconds(60))
            #expect(Self.kinds(station).contains(.clockJumped))
            #expect(Self.kinds(station).contains(.sessionOpened))
            let visit = try #require(try await station.call(API.Next.self, .init()).visit)
            #expect(visit.remainingSeconds == 600)

            // Back by two days in mid-visit: the visit keeps its time, the session does not.
            station.clock.set(by: .seconds(-2 * 86_400 - 90 * 60))
            try await station.pass(.seconds(60))
            let status = try await station.call(API.GetStatus.self, .init()).status
            #expect(status.visit?.remainingSeconds == 540)
            #expect(status.today.opens == nil)
            #expect(Self.kinds(station).contains(.sessionEnded))
            try await station.pass(.seconds(540))
            #expect(await station.station.status.state == .ready)
            #expect(try await station.refusal(API.Next.self, .init()) == "OutsideSchedule")
        }
    }

    /// The clock of a PC whose battery is empty stands in 2010 until a time server sets it.
    @Test func whatWasDoneBeforeTheClockWasRightIsInTheReportOfTheRightDay() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var configuration = Self.configuration
        configuration.schedule.isEnforced = false
        configuration.roster.retentionDays = 30
        let wrong = WallTime(milliseconds: 1_262_304_000_000)
        try await SimulatedStation.run(
            in: folder.path,
            configuration,
            start: wrong,
            boot: "b",
            isSynchronised: false
        ) { station in
            for number in ["A.1", "A.2"] {
                _ = try await station.call(API.AddEntry.self, .init(number: number, category: "a"))
            }
            _ = try await station.call(API.Next.self, .init())
            try await station.pass(.seconds(100))
            station.clock.set(by: .milliseconds(Self.start.milliseconds - wrong.milliseconds))
            station.host.synchronise(true)
            try await station.pass(.seconds(500))

            let roster = try await station.call(API.ListEntries.self, .init()).entries
            #expect(roster.map(\.ticket) == ["2", "1"])
            #expect(roster.map(\.state) == [.waiting, .served])
            let report = try await station.call(API.GetReport.self, .init()).report
            let visit = try #require(report.visits.first)
            #expect(visit.tookSeconds == 600 && visit.cause == .time)
            #expect(visit.date == "2026-11-24" && visit.clockShowed?.hasPrefix("2010-01-01") == true)
            #expect(visit.startedAt?.hasPrefix("2026-11-24T08:00:") == true)
            #expect(Self.kinds(station).filter { $0 == .redated }.count == 1)
            let gone = try await station.call(API.GetReport.self, .init(from: "2010-01-01")).report
            #expect(gone.visits.isEmpty && gone.registered == 0)
        }
    }

    @Test func aVisitOfASessionOverMidnightIsInThatSessionsReport() async throws {
        try await Self.run {
            $0.schedule.categories = Self.category(opens: 22 * 60, closes: 2 * 60)
        } _: { station in
            try await station.pass(.seconds(15 * 3_600 + 1_800))
            for _ in 0..<3 {
                _ = try await station.call(API.Next.self, .init())
                try await station.pass(.seconds(1_200))
            }
            let report = try await station.call(API.GetReport.self, .init(from: "2026-11-24")).report
            #expect(report.visits.map(\.tookSeconds) == [600, 600, 600])
            #expect(try await station.call(API.GetReport.self, .init(from: "2026-11-25")).report.visits.isEmpty)
        }
    }

    /// Started 40 days ahead, with a retention of 30.
    @Test func aClockThatIsNotBelievedForgetsNobody() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var configuration = Self.configuration
        configuration.schedule.trustsClock = false
        try await SimulatedStation.run(in: folder.path, configuration, start: Self.start, boot: "b") { station in
            _ = try await station.call(API.AddEntry.self, .init(number: "B-1/MADE-UP", category: "a"))
        }
        let ahead = WallTime(milliseconds: Self.start.milliseconds + 40 * 86_400_000)
        try await SimulatedStation.run(
            in: folder.path,
            configuration,
            start: ahead,
            boot: "c",
            isSynchronised: false
        ) { station in
            try await station.pass(.seconds(3_600))
            #expect(try await Self.registered(station) == ["B-1/MADE-UP"])
            // It was right after all: then the retention is over.
            station.host.synchronise(true)
            await station.station.observeClock()
            #expect(try await Self.registered(station) == [])
        }
    }

    private static func registered(_ station: SimulatedStation) async throws -> [String] {
        try await station.call(API.ListEntries.self, .init(date: "2026-11-24")).entries.map(\.number)
    }

    @Test func aClockThatIsNotSynchronisedIsToBeConfirmed() async throws {
        try await Self.run {
            $0.schedule.trustsClock = false
        } _: { station in
            station.host.synchronise(false)
            await station.station.observeClock()
            try await station.pass(.seconds(2 * 3_600))
            #expect(try await station.call(API.GetStatus.self, .init()).status.today.clockTrusted == false)
            #expect(try await station.refusal(API.Next.self, .init()) == "ClockUnsure")
            _ = try await station.call(API.Next.self, .init(clockIsRight: true))
            #expect(try await station.refusal(API.Next.self, .init()) == nil, "once said it holds")

            // What was said of the clock was said of the old one.
            station.clock.set(by: .seconds(600))
            try await station.pass(.seconds(60))
            #expect(try await station.refusal(API.Next.self, .init()) == "ClockUnsure")
            station.host.synchronise(true)
            #expect(try await station.refusal(API.Next.self, .init()) == nil, "looked at again when asked")
        }
    }

    @Test func anExtensionEndsWithTheSession() async throws {
        try await Self.run { station in
            try await station.pass(.seconds(3 * 3_600 - 12 * 60))
            _ = try await station.call(API.Next.self, .init())
            #expect(try await station.refusal(API.Extend.self, .init(seconds: 180)) == "ExtensionTooLong")
            #expect(try await station.refusal(API.Extend.self, .init(seconds: 120)) == nil)
            #expect(try await station.refusal(API.Extend.self, .init(seconds: 60)) == "ExtensionTooLong")
            #expect(try await station.refusal(API.Extend.self, .init(seconds: 60, override: "the director")) == nil)
            try await station.pass(.seconds(12 * 60))
            #expect(Self.kinds(station).contains(.sessionEnded))
            #expect(await station.station.status.state == .visiting, "it keeps its time")
            try await station.pass(.seconds(60))
            #expect(await station.station.status.state == .ready)
        }
    }

    @Test func whoDoesNotComeIsOfferedAsAbsent() async throws {
        try await Self.run { station in
            try await station.pass(.seconds(3_600))
            for number in ["A.1", "A.2"] {
                _ = try await station.call(API.AddEntry.self, .init(number: number, category: "a"))
            }
            _ = try await station.call(API.Call.self, .init())
            try await station.pass(.seconds(299))
            #expect(try await station.call(API.GetStatus.self, .init()).status.today.called?.overdue == false)
            try await station.pass(.seconds(1))
            #expect(Self.kinds(station).contains(.callUnanswered))
            #expect(try await station.call(API.GetStatus.self, .init()).status.today.called?.overdue == true)
            let entry = try await station.call(API.MarkAbsent.self, .init(ticket: "1")).entry
            #expect(entry.state == .waiting && entry.position == 2)
            #expect(try await station.call(API.Next.self, .init()).visit?.ticket == "2")
        }
    }

    @Test func theFairShareCanHoldByItself() async throws {
        try await Self.run {
            $0.slot.accept = .auto
        } _: { station in
            try await station.pass(.seconds(2 * 3_600 + 1_800))
            for number in 1...3 {
                _ = try await station.call(API.AddEntry.self, .init(number: "A.\(number)", category: "a"))
            }
            // Three times ten minutes and two between them don't fit into half an hour.
            let slot = try await station.call(API.GetStatus.self, .init()).status.today.slot
            #expect(slot?.accepted == true && slot?.slotSeconds == 540 && slot?.fits == 3)
            #expect(try await station.call(API.Next.self, .init()).visit?.remainingSeconds == 540)
        }
    }

    @Test func itIsOnlySaidToWakeWhereItsClockCanWakeIt() async throws {
        try await Self.run {
            $0.shutdown.wakes = true
        } _: { station in
            let first = try await station.call(API.Shutdown.self, .init())
            #expect(first.wakesAt != nil)
            #expect(first.switchedOnByHand == nil)
            _ = try await station.call(API.CancelShutdown.self, .init())
            station.host.letWake(false)
            let second = try await station.call(API.Shutdown.self, .init())
            #expect(second.wakesAt == nil && second.switchedOnByHand == true)
        }
    }

    @Test func theDayEndsByItselfUnlessAnOfficerWantsItOn() async throws {
        try await Self.run {
            $0.shutdown.whenDone = true
            $0.shutdown.idle = .seconds(1_800)
        } _: { station in
            try await station.pass(.seconds(2 * 3_600))
            _ = try await station.call(API.AddEntry.self, .init(number: "A.1", category: "a"))
            _ = try await station.call(API.Next.self, .init())
            _ = try await station.call(API.End.self, .init())
            #expect(await station.station.status.state == .ready, "others may still be registered")
            try await station.pass(.seconds(3_600))
            let announced = await station.station.status
            #expect(announced.state == .ending, "the session is over and everybody was served")
            _ = try await station.call(API.CancelShutdown.self, .init())
            try await station.pass(.seconds(1_799))
            #expect(await station.station.status.state == .ready)
            try await station.pass(.seconds(1))
            #expect(await station.station.status.state == .ending, "idle")
            try await station.pass(.seconds(300))
            #expect(station.host.isOff)
        }
    }

    @Test func aRosterIsOfItsDayAlsoWithoutASchedule() async throws {
        try await Self.run {
            $0.schedule.isEnforced = false
        } _: { station in
            _ = try await station.call(API.AddEntry.self, .init(number: "A.1", category: "a"))
            try await station.pass(.seconds(86_400))
            #expect(try await station.call(API.Next.self, .init()).visit?.ticket == nil, "yesterday's is over")
            #expect(try await station.call(API.ListEntries.self, .init()).entries.isEmpty)
        }
    }

    @Test func theClockCanWaitForTheCall() async throws {
        try await Self.run {
            $0.visit.clock = .connected
        } _: { station in
            try await station.pass(.seconds(3_600))
            let visit = try #require(try await station.call(API.Next.self, .init()).visit)
            #expect(visit.clock == .waiting && visit.remainingSeconds == 600)
            try await station.pass(.seconds(120))
            #expect(try await station.call(API.Connected.self, .init()).visit.remainingSeconds == 600)
            #expect(try await station.refusal(API.Connected.self, .init()) == "WrongClock")
            try await station.pass(.seconds(600))
            #expect(await station.station.status.state == .ready)
            _ = try await station.call(API.Next.self, .init())
            try await station.pass(.seconds(300))
            let begun = try await station.call(API.GetStatus.self, .init()).status.visit
            #expect(begun?.clock == .running && begun?.remainingSeconds == 600, "by itself, in the end")
        }
    }
}
