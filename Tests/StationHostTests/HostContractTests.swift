import Glibc
import ProcFS
import StationCore
import Testing

@testable import StationHost
import Synchronization

extension HostTests {
    /// What every host keeps. It runs on the embedded host everywhere, and on systemd's where VCD_TEST_SYSTEMD says that
    /// this is a PC made for it (Tests/System).
    @Suite(.serialized, .timeLimit(.minutes(1))) struct HostContractTests {
        private static let kinds: [any HostFixture] =
            getenv("VCD_TEST_SYSTEMD") == nil ? [LocalHostFixture()] : [SystemdHostFixture()]

        private let order = VisitOrder(
            id: VisitID(1),
            markedAt: Self.now,
            purpose: .call(VisitPlan(ticket: nil, length: .seconds(60)))
        )

        private var trace: VisitTrace { VisitTrace(id: order.id, since: order.markedAt) }

        private static var now: WallTime { SystemClock.now().wall }

        @Test(arguments: kinds) func aVisitLeavesNothing(on fixture: any HostFixture) async throws {
            let dirt = """
                for place in "$HOME" /tmp /var/tmp /dev/shm "$XDG_RUNTIME_DIR"; do echo trace > "$place/trace-$VCD_VISIT"; done
                setsid sleep 900 &
                ipcmk -M 4096
                exec sleep 901
                """
            try await fixture.withHost(script: dirt) { host in
                try await host.makeHome()
                try await host.start(order)
                let during = try await host.scan(for: trace, .visit).findings
                #expect(Set(during.map(\.place)).isSuperset(of: ["process", "mount"]), "a running visit is found")
                #expect(try await host.close(grace: .seconds(2)) != nil)
                _ = try await host.wipe()
                #expect(try await host.scan(for: trace, .visit).findings.isEmpty)
            }
        }

        @Test(arguments: kinds) func theExitOfTheClientIsTold(on fixture: any HostFixture) async throws {
            try await fixture.withHost(script: "sleep 0.2; exit 7") { host in
                try await host.makeHome()
                try await host.start(order)
                var iterator = host.events.makeAsyncIterator()
                #expect(await iterator.next() == .clientExited(order.id, .exited(7)))
                _ = try await host.close(grace: .zero)
            }
        }

        @Test(arguments: kinds) func aClientThatWillNotEndIsKilled(on fixture: any HostFixture) async throws {
            try await fixture.withHost(script: "trap '' TERM; while :; do sleep 1.0707; done") { host in
                try await host.makeHome()
                try await host.start(order)
                try await waitForProcess("sleep 1.0707")
                let begin = ContinuousClock.now
                _ = try await host.close(grace: .milliseconds(300))
                #expect(ContinuousClock.now - begin >= .milliseconds(300), "the grace is given")
                _ = try await host.wipe()
                #expect(try await host.scan(for: trace, .visit).findings.isEmpty)
            }
        }

        @Test(arguments: kinds) func aClientThatEndsWhenAskedIsNotKilled(on fixture: any HostFixture) async throws {
            try await fixture.withHost(script: "trap 'exit 5' TERM; while :; do sleep 0.0707; done") { host in
                try await host.makeHome()
                try await host.start(order)
                try await waitForProcess("sleep 0.0707")
                let exit = try await host.close(grace: .seconds(10))
                #expect(exit == .exited(5))
            }
        }

        /// Until a process of this command line runs: then the client has said what it does when it is asked to end.
        private func waitForProcess(_ command: String) async throws {
            let arguments = command.split(separator: " ").map { "\($0)\0" }.joined()
            for _ in 0..<1_000 {
                if ProcessTable.pids().contains(where: { ProcessTable.read("/proc/\($0)/cmdline") == arguments }) {
                    return
                }
                try await Task.sleep(for: .milliseconds(5))
            }
            Issue.record("no '\(command)' was seen to run")
        }

        @Test(arguments: kinds) func closingWithNothingToCloseIsDone(on fixture: any HostFixture) async throws {
            try await fixture.withHost(script: "true") { host in
                #expect(try await host.close(grace: .zero) == nil)
                _ = try await host.wipe()
                _ = try await host.wipe()
                #expect(try await host.adoptable() == nil)
            }
        }

        @Test(arguments: kinds) func aClientThatCannotRunIsSaidSo(on fixture: any HostFixture) async throws {
            try await fixture.withHost(command: ["/nowhere/client"]) { host in
                try await host.makeHome()
                let error = await #expect(throws: HostError.self) { try await host.start(order) }
                #expect(error?.code == .clientUnusable)
                #expect(error?.message.contains("/nowhere/client") == true)
                _ = try await host.close(grace: .zero)
                _ = try await host.wipe()
                #expect(try await host.scan(for: trace, .visit).findings.isEmpty)
            }
        }

        @Test(arguments: kinds) func aTemplateThatCannotBeUsedIsSaidSo(on fixture: any HostFixture) async throws {
            try await fixture.withHost(script: "true", change: { $0.client.template = "/nowhere/template" }) { host in
                let error = await #expect(throws: HostError.self) { try await host.makeHome() }
                #expect(error?.code == .templateUnusable)
                #expect(error?.message.contains("/nowhere/template") == true)
            }
        }

        @Test(arguments: kinds) func everyCheckAnswers(on fixture: any HostFixture) async throws {
            try await fixture.withHost(script: "true") { host in
                let names = CheckName.allCases.filter { $0.place != .station }
                let told = Mutex<[CheckName]>([])
                let checks = await host.check(CheckTask(names, .full)) { result in
                    told.withLock { $0.append(result.name) }
                }
                #expect(checks.map(\.name) == names)
                let heard = told.withLock { $0 }
                #expect(Set(heard) == Set(names) && heard.count == names.count, "each is told once")
                #expect(checks.first { $0.name == .sandbox }?.verdict == .pass)
                for check in checks {
                    switch check.verdict {
                    case .fail, .warn: #expect(check.remedy != nil, "what is not well says what to do: \(check)")
                    case .pass, .skipped: #expect(check.remedy == nil)
                    }
                }
            }
        }
    }
}
