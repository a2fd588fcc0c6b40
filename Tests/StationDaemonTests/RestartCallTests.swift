import StationAPI
import StationCore
import TestSupport
import Testing

@testable import StationDaemon

/// The call on the screen, over the real station, ledger and socket.
@Suite(.serialized) struct RestartCallTests {
    private static let start = WallTime(milliseconds: 1_764_000_000_000)

    private static func run(_ body: @escaping @Sendable (SimulatedStation) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var configuration = Configuration(client: .init(command: ["client"]))
        configuration.visit.warnAt = []
        try await SimulatedStation.run(in: folder.path, configuration, start: start, boot: "b", body)
    }

    private static func page(_ station: SimulatedStation, is page: API.CallPage?) async throws -> API.Status {
        for _ in 0..<1_000 {
            let status = try await station.call(API.GetStatus.self, .init()).status
            if status.visit?.page == page { return status }
            try await Task.sleep(for: .milliseconds(5))
        }
        return try await station.call(API.GetStatus.self, .init()).status
    }

    @Test func theCallBeginsAnewAndTheClockGoesOn() async throws {
        try await Self.run { station in
            let before = try #require(try await station.call(API.Next.self, .init()).visit)
            #expect(before.page == nil, "the seat has said nothing yet")
            try await station.pass(.seconds(60))
            let after = try await station.call(API.RestartCall.self, .init(visit: before.id)).visit
            #expect(after.id == before.id && after.deadline == before.deadline && after.remainingSeconds == 540)
            #expect(try await Self.page(station, is: .opening).visit?.page == .opening)
            #expect(station.host.restarts == 1)
            #expect(station.host.running != nil)
        }
    }

    @Test func onlyInARunningVisitAndInTheOneThatIsMeant() async throws {
        try await Self.run { station in
            #expect(try await station.refusal(API.RestartCall.self, .init()) == "NoVisit")
            let visit = try #require(try await station.call(API.Next.self, .init()).visit)
            #expect(try await station.refusal(API.RestartCall.self, .init(visit: visit.id + 1)) == "Stale")
            _ = try await station.call(API.End.self, .init())
            #expect(try await station.refusal(API.RestartCall.self, .init(visit: visit.id)) == "NoVisit")
            #expect(station.host.restarts == 0)
        }
    }

    @Test func whatTheScreenShowsIsTold() async throws {
        try await Self.run { station in
            _ = try await station.call(API.Next.self, .init())
            for page in [API.CallPage.opening, .failed, .shown, .blank] {
                station.host.show(CallPage(rawValue: page.rawValue) ?? .unseen)
                #expect(try await Self.page(station, is: page).visit?.page == page)
            }
            _ = try await station.call(API.End.self, .init())
            let next = try await station.call(API.Next.self, .init()).visit
            #expect(next?.page == nil, "what the last one showed is forgotten")
        }
    }

    @Test func aCallProgramThatEndsByItselfIsToldAfterwards() async throws {
        try await Self.run { station in
            let visit = try #require(try await station.call(API.Next.self, .init()).visit)
            #expect(try await station.call(API.GetStatus.self, .init()).status.lastEnd == nil)
            station.host.crash()
            try await station.untilReady()
            let end = try #require(try await station.call(API.GetStatus.self, .init()).status.lastEnd)
            #expect(end.visit == visit.id && end.cause == .client)
            #expect(end.message == "the call program ended by itself: signal 11")
        }
    }
}
