import StationAPI
import StationCore
import TestSupport
import Testing

@testable import StationDaemon

/// What failing checks mean to a station, over a day and the next one.
@Suite(.serialized) struct ChecksTests {
    /// A Tuesday, 08:00 UTC.
    private static let start = WallTime(milliseconds: 1_795_507_200_000)

    private static func run(
        in folder: String,
        start: WallTime = start,
        _ change: (inout Configuration) -> Void = { _ in },
        _ body: @Sendable @escaping (SimulatedStation) async throws -> Void
    ) async throws {
        var configuration = Configuration(client: .init(command: ["client"]))
        configuration.checks.required = [.network]
        change(&configuration)
        try await SimulatedStation.run(in: folder, configuration, start: start, boot: "b", body)
    }

    private static func status(_ station: SimulatedStation) async throws -> API.Status {
        try await station.call(API.GetStatus.self, .init()).status
    }

    private static func failing(_ station: SimulatedStation, _ names: Set<CheckName>) async throws {
        station.host.fail(names)
        _ = try await station.call(API.Check.self, .init())
        try await station.settle()
    }

    @Test func aRequiredFailureBlocksACleanStationAndMendsItself() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await Self.run(in: folder.path) { station in
            try await station.untilReady()
            try await Self.failing(station, [.network, .clock])
            let status = try await Self.status(station)
            #expect((status.state, status.blockedCode, status.clean) == (.blocked, "checksFailed", true))
            #expect(status.checks?.concerns.map(\.name).prefix(2) == ["network", "clock"])
            #expect(try await station.refusal(API.Next.self, .init()) == "Blocked")

            station.host.fail([.clock])
            try await station.pass(.seconds(3))
            #expect(try await Self.status(station).state == .ready)
            let told = station.news.map { API.Event($0) }.filter { $0.kind == .checkChanged }
            #expect(told.filter { $0.check == "network" }.map(\.verdict) == [.fail, .pass])
        }
    }

    @Test func anAdvisoryFailureIsToldAndHoldsNobody() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await Self.run(in: folder.path) { station in
            try await station.untilReady()
            try await Self.failing(station, [.camera])
            #expect(try await Self.status(station).state == .ready)
            #expect(try await station.call(API.Next.self, .init()).visit != nil)
        }
    }

    @Test func aSupervisorsWordHoldsForTheDayAndOverARestart() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await Self.run(in: folder.path) { station in
            try await station.untilReady()
            #expect(
                try await station.refusal(API.AcceptCheck.self, .init(name: "network", reason: "r")) == "InvalidValue"
            )
            #expect(try await station.refusal(API.AcceptCheck.self, .init(name: "net", reason: "r")) == "InvalidValue")
            try await Self.failing(station, [.network])
            #expect(
                try await station.refusal(API.AcceptCheck.self, .init(name: "network", reason: " ")) == "InvalidValue"
            )
            let reply = try await station.call(API.AcceptCheck.self, .init(name: "network", reason: "known"))
            #expect(reply.status.state == .ready)
            #expect(reply.status.checks?.concerns.first?.accepted == true)
        }
        try await Self.run(in: folder.path, start: Self.start + .seconds(3_600)) { station in
            station.host.fail([.network])
            try await station.untilReady()
            let report = try await station.call(API.GetReport.self, .init()).report
            #expect(report.checks.first { $0.name == "network" }?.accepted == "known")
        }
        try await Self.run(in: folder.path, start: Self.start + .seconds(86_400)) { station in
            try await station.untilReady()
            try await Self.failing(station, [.network])
            #expect(try await Self.status(station).state == .blocked)
        }
    }

    @Test func prepareLooksAtOnceAtWhatKeepsTheStation() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await Self.run(in: folder.path) { station in
            try await station.untilReady()
            try await Self.failing(station, [.network])
            #expect(try await station.refusal(API.Prepare.self, .init()) == "Blocked")
            station.host.fail([])
            #expect(try await station.call(API.Prepare.self, .init()).status?.state == .ready)
        }
    }

    @Test func aTrialThatFailsBlocksWhereItIsRequired() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let require: @Sendable (inout Configuration) -> Void = { $0.checks.required = [.start] }
        try await Self.run(in: folder.path, require) { station in
            try await station.untilReady()
            station.host.refuseStart(true)
            let checks = try await station.call(API.Check.self, .init(names: ["start"])).checks
            #expect(checks.map(\.verdict) == [.fail])
            #expect(try await Self.status(station).blockedCode == "checksFailed")
            // It is tried again less and less, and not without a pause.
            let before = await station.station.trials
            try await station.pass(.seconds(60))
            let tries = await station.station.trials - before
            #expect((3...6).contains(tries), "\(tries) trials in a minute")
            station.host.refuseStart(false)
            try await station.pass(.seconds(61))
            #expect(try await Self.status(station).state == .ready)
            station.host.refuseStart(true)
            _ = try await station.call(API.Check.self, .init(names: ["start"]))
            station.host.refuseStart(false)
            #expect(try await station.call(API.Check.self, .init(names: ["start"])).checks.map(\.verdict) == [.pass])
            let status = try await Self.status(station)
            #expect((status.state, status.clean) == (.ready, true))
            #expect(try await station.call(API.GetReport.self, .init()).report.visits.isEmpty, "it is nobody's visit")
        }
    }

    @Test(arguments: [Set<CheckName>(), [.network]])
    func lookingAgainKeepsNoPCAwake(failing: Set<CheckName>) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let idle: @Sendable (inout Configuration) -> Void = {
            $0.shutdown.whenDone = true
            $0.shutdown.idle = .seconds(1_800)
            $0.shutdown.grace = .seconds(60)
        }
        try await Self.run(in: folder.path, idle) { station in
            try await station.untilReady()
            try await Self.failing(station, failing)
            #expect(try await Self.status(station).state == (failing.isEmpty ? .ready : .blocked))
            let begin = station.clock.now().boot
            try await station.passUntilOff()
            #expect(station.host.isOff)
            #expect(station.clock.now().boot - begin < .seconds(2_100))
        }
    }

    @Test func theMorningIsTimed() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await Self.run(in: folder.path) { station in
            try await station.untilReady()
            let preparation = try await Self.status(station).preparation
            #expect(preparation.stages.map(\.name) == [.wipe, .home, .checks])
            #expect(preparation.readyAfter == 20_000)
        }
    }
}
