import StationAPI
import StationCore
import TestSupport
import Testing

@testable import StationDaemon

/// Every way a visit can end, as the report tells it, over the real station, ledger and socket.
@Suite(.serialized) struct EndCauseTests {
    private static let start = WallTime(milliseconds: 1_764_000_000_000)

    private static var configuration: Configuration {
        var configuration = Configuration(client: .init(command: ["client"]))
        configuration.visit.warnAt = []
        return configuration
    }

    /// Two lives of one day's station: the first is cut off in mid-visit.
    private static func cut(boots: [String], _ folder: TemporaryFolder) async throws -> API.ReportVisit {
        try await SimulatedStation.run(in: folder.path, configuration, start: start, boot: boots[0]) { station in
            _ = try await station.call(API.Next.self, .init())
            try await station.pass(.seconds(60))
        }
        let box = Box<API.ReportVisit>()
        try await SimulatedStation.run(in: folder.path, configuration, start: start + .seconds(90), boot: boots[1]) {
            let report = try await $0.call(API.GetReport.self, .init()).report
            box.value.withLock { $0 = report.visits.first }
        }
        return try #require(box.value.withLock { $0 })
    }

    @Test func aPowerCutAndACrashOfTheDaemonAreToldApart() async throws {
        for (boots, cause) in [(["one", "two"], API.EndCause.power), (["one", "one"], .fault)] {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let visit = try await Self.cut(boots: boots, folder)
            #expect(visit.cause == cause)
            #expect(visit.clean == true)
            #expect(visit.startedAt == Self.start.rfc3339InMilliseconds)
            #expect(visit.endedAt == (Self.start + .seconds(90)).rfc3339InMilliseconds, "when it was found")
        }
    }

    /// To read a large template takes seconds, and an officer doesn't wait for them.
    @Test func aVisitThatBeginsWhileATemplateIsAcceptedGoesOn() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await SimulatedStation.run(in: folder.path, Self.configuration, start: Self.start, boot: "b") { station in
            let begun = Box<API.Visit>()
            station.host.whileAccepting {
                let reply = try? await station.call(API.Next.self, .init())
                begun.value.withLock { $0 = reply?.visit }
            }
            let reply = try await station.call(API.AcceptTemplate.self, .init(digest: "d"))
            let visit = try #require(begun.value.withLock { $0 })
            #expect(reply.status.visit?.id == visit.id)
            #expect(station.host.running == VisitID(visit.id))
        }
    }

    /// A key that was pressed twice, or a screen that was not looked at: who means another visit than the one that runs ends
    /// nothing.
    @Test func whoMeansAnotherVisitEndsNothing() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await SimulatedStation.run(in: folder.path, Self.configuration, start: Self.start, boot: "b") { station in
            let running = try #require(try await station.call(API.Next.self, .init()).visit)
            let other = running.id + 1
            #expect(try await station.refusal(API.End.self, .init(visit: other)) == "Stale")
            #expect(try await station.refusal(API.Wipe.self, .init(visit: other)) == "Stale")
            #expect(try await station.refusal(API.Next.self, .init(visit: other)) == "Stale")
            let status = try await station.call(API.GetStatus.self, .init()).status
            #expect(status.state == .visiting && status.visit?.id == running.id)
            #expect(try await station.refusal(API.End.self, .init(visit: running.id)) == nil)
        }
    }

    @Test func everyOtherCause() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await SimulatedStation.run(in: folder.path, Self.configuration, start: Self.start, boot: "b") { station in
            func next() async throws { _ = try await station.call(API.Next.self, .init()) }

            try await next()
            try await station.pass(.seconds(300))
            _ = try await station.call(API.End.self, .init())

            try await next()
            _ = try await station.call(API.Extend.self, .init(seconds: 90, reason: "the line was slow"))
            try await station.pass(.seconds(690))
            #expect(await station.station.status.state == .ready)

            try await next()
            station.host.crash()
            try await station.untilReady()

            try await next()
            try await station.pass(.seconds(100))
            let held = try await station.call(API.Hold.self, .init()).visit
            #expect(held.clock == .held && held.remainingSeconds == 500)
            try await station.pass(.seconds(200))
            let resumed = try await station.call(API.Resume.self, .init()).visit
            #expect(resumed.clock == .running && resumed.remainingSeconds == 500)
            _ = try await station.call(API.Hold.self, .init())
            // 200 of the 300 seconds are used up.
            try await station.pass(.seconds(100))
            #expect(await station.station.status.state == .ready)

            station.host.refuseStart(true)
            #expect(try await station.refusal(API.Next.self, .init()) == "ClientFailed")
            station.host.refuseStart(false)

            try await next()
            try await station.pass(.seconds(5))
            _ = try await station.call(API.Panic.self, .init())
            #expect(station.host.running == nil)
            #expect(try await station.refusal(API.Next.self, .init()) == "Locked")
            _ = try await station.call(API.Unlock.self, .init(reason: "it was a false alarm"))
            #expect(await station.station.status.state == .ready)

            try await next()
            _ = try await station.call(API.Shutdown.self, .init())
            try await station.passUntilOff()

            let report = API.Report(try await station.station.report(from: Self.day, to: Self.day))
            let causes: [API.EndCause] = [.officer, .time, .client, .network, .notStarted, .panic, .shutdown]
            #expect(report.visits.map(\.cause) == causes)
            #expect(report.served == 6, "one was not started")
            #expect(report.visits[1].extendedSeconds == 90)
            #expect(report.visits[1].extensionReasons == ["the line was slow"])
            #expect(report.visits[3].heldSeconds == 300)
            #expect(report.visits.allSatisfy { $0.clean == true && $0.wipedAt != nil })
            #expect(report.causes.map(\.count).reduce(0, +) == 7)
        }
    }

    @Test func aLockOutlivesAPowerCut() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await SimulatedStation.run(in: folder.path, Self.configuration, start: Self.start, boot: "one") {
            _ = try await $0.call(API.Panic.self, .init())
        }
        try await SimulatedStation.run(in: folder.path, Self.configuration, start: Self.start, boot: "two") {
            #expect(await $0.station.status.state == .locked)
            #expect(try await $0.refusal(API.Next.self, .init()) == "Locked")
            #expect(try await $0.refusal(API.Unlock.self, .init(reason: "  ")) == "InvalidValue")
            _ = try await $0.call(API.Unlock.self, .init(reason: "checked by the supervisor"))
            #expect(await $0.station.status.state == .ready)
        }
    }

    private static var day: CalendarDay { Schedule().day(of: start) }
}
