import Glibc
import Logging
import StationCore
import Testing

@testable import StationHost

/// The host's contract, held against the real bubblewrap. Needs vcd-seat from the release build (VCD_BIN_DIR) or from
/// the debug build.
@Suite(.serialized) struct LocalHostTests {
    static let seat: String = {
        if let folder = getenv("VCD_BIN_DIR") { return String(cString: folder) + "/vcd-seat" }
        return ".build/debug/vcd-seat"
    }()

    private func withHost(
        _ script: String,
        change: (inout Configuration) -> Void = { _ in },
        _ body: @Sendable (LocalHost, LocalPaths) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var configuration = Configuration(client: .init(command: ["/bin/sh", "-c", script]))
        change(&configuration)
        let paths = LocalPaths(root: folder.path)
        let real = try #require(realpath(Self.seat, nil))
        defer { free(real) }
        let host = LocalHost(
            configuration: configuration,
            paths: paths,
            seat: String(cString: real),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await host.run() }
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(host, paths))
            } catch {
                result = .failure(error)
            }
            group.cancelAll()
            try await group.waitForAll()
            #expect(Scan.processes(ofStation: paths.mark).isEmpty, "a host that ends leaves nothing running")
            try result.get()
        }
    }

    private let order = VisitOrder(
        id: VisitID(1),
        length: .seconds(60),
        ticket: nil,
        markedAt: WallTime(milliseconds: 0)
    )

    private var trace: VisitTrace {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return VisitTrace(id: VisitID(1), since: WallTime(milliseconds: Int64(time.tv_sec) * 1_000))
    }

    @Test func aVisitLeavesNothing() async throws {
        let dirt = """
            for place in "$HOME" /tmp /var/tmp /dev/shm "$XDG_RUNTIME_DIR"; do echo trace > "$place/trace-$VCD_VISIT"; done
            setsid sleep 900 &
            python3 -c 'import ctypes; ctypes.CDLL(None).shmget(4711, 4096, 0o1666)'
            exec sleep 901
            """
        try await withHost(dirt) { host, paths in
            try await host.makeHome()
            let trace = trace
            try await host.start(order)
            #expect(!Scan.processes(ofStation: paths.mark).isEmpty)
            let during = try await host.scan(for: trace)
            #expect(!during.isEmpty, "a running visit is found")
            let exit = try await host.close(grace: .seconds(2))
            #expect(exit != nil)
            try await host.wipe()
            let after = try await host.scan(for: trace)
            #expect(after.isEmpty)
            #expect(Scan.processes(ofStation: paths.mark).isEmpty)
        }
    }

    @Test func theExitOfTheClientIsTold() async throws {
        try await withHost("exit 7") { host, _ in
            try await host.start(order)
            var iterator = host.events.makeAsyncIterator()
            #expect(await iterator.next() == .clientExited(VisitID(1), .exited(7)))
            let exit = try await host.close(grace: .zero)
            #expect(exit == .exited(7))
        }
    }

    @Test func aClientThatWillNotEndIsKilled() async throws {
        try await withHost("trap '' TERM; while :; do sleep 1; done") { host, paths in
            try await host.start(order)
            let clock = ContinuousClock()
            let begin = clock.now
            _ = try await host.close(grace: .milliseconds(300))
            #expect(clock.now - begin >= .milliseconds(300), "the grace is given")
            #expect(Scan.processes(ofStation: paths.mark).isEmpty)
        }
    }

    @Test func closingWithNothingToCloseIsDone() async throws {
        try await withHost("true") { host, _ in
            let exit = try await host.close(grace: .zero)
            #expect(exit == nil)
        }
    }

    @Test func aClientThatCannotRunIsSaidSo() async throws {
        try await withHost("", change: { $0.client.command = ["/nowhere/client"] }) { host, _ in
            let error = await #expect(throws: HostError.self) { try await host.start(order) }
            #expect(error?.code == .clientUnusable)
            #expect(error?.message.contains("/nowhere/client") == true)
            let exit = try await host.close(grace: .zero)
            #expect(exit != nil)
        }
    }

    @Test func aTemplateThatCannotBeUsedIsSaidSo() async throws {
        try await withHost("true", change: { $0.client.template = "/nowhere/template" }) { host, _ in
            let error = await #expect(throws: HostError.self) { try await host.makeHome() }
            #expect(error?.code == .templateUnusable)
        }
    }

    @Test func aHomeTooSmallForTheTemplateIsSaidSo() async throws {
        let template = try TemporaryFolder()
        defer { template.remove() }
        try template.write("big", String(repeating: "x", count: 3 << 20))
        let change: (inout Configuration) -> Void = { configuration in
            configuration.client.template = template.path
            configuration.home.size = 1 << 20
        }
        try await withHost("true", change: change) { host, _ in
            try await host.makeHome()
            let error = await #expect(throws: HostError.self) { try await host.start(order) }
            #expect(error?.code == .templateUnusable)
            #expect(error?.message.contains("[home] size") == true)
        }
    }

    @Test func theScanSeesAProcess() async throws {
        try await withHost("sleep 900") { host, paths in
            try await host.start(order)
            let findings = try Scan(paths: paths, visit: trace, account: account).findings()
            #expect(Set(findings.map(\.place)).isSuperset(of: ["process", "mount"]))
            _ = try await host.close(grace: .zero)
        }
    }

    @Test func theScanSeesFilesByName() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let paths = LocalPaths(root: folder.path)
        let name = String(paths.homePrefix.dropFirst("/home/".count)) + "1"
        for (place, path) in [
            ("file", "/tmp/\(name)"), ("file", "/var/tmp/\(name)"), ("shared-memory", "/dev/shm/\(name)"),
        ] {
            close(open(path, O_CREAT | O_WRONLY, 0o600))
            defer { unlink(path) }
            let findings = try Scan(paths: paths, visit: trace, account: account).findings()
            #expect(findings.map(\.place) == [place], "\(path)")
        }
        #expect(try Scan(paths: paths, visit: trace, account: account).findings().isEmpty)
    }

    @Test(.enabled(if: geteuid() == 0, "the client's account is another only for root"))
    func theScanSeesWhatTheClientsAccountLeft() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let paths = LocalPaths(root: folder.path)
        let trace = trace
        let path = "/var/tmp/left-\(getpid())"
        close(open(path, O_CREAT | O_WRONLY, 0o600))
        defer { unlink(path) }
        #expect(chown(path, account.uid, account.gid) == 0)
        #expect(try Scan(paths: paths, visit: trace, account: account).findings().map(\.place) == ["file"])
        unlink(path)
        let segment = shmget(key_t(getpid()), 4_096, Int32(IPC_CREAT) | 0o600)
        #expect(segment >= 0)
        defer { shmctl(segment, Int32(IPC_RMID), nil) }
        var status = shmid_ds()
        #expect(shmctl(segment, Int32(IPC_STAT), &status) == 0)
        status.shm_perm.uid = account.uid
        #expect(shmctl(segment, Int32(IPC_SET), &status) == 0)
        #expect(try Scan(paths: paths, visit: trace, account: account).findings().map(\.place) == ["sysv-ipc"])
    }

    @Test func everyCheckAnswers() async throws {
        try await withHost("true") { host, _ in
            let checks = await host.check()
            #expect(checks.map(\.name) == CheckName.allCases.map(\.rawValue))
            #expect(checks.first { $0.name == "sandbox" }?.verdict == .pass)
            #expect(checks.allSatisfy { $0.verdict == .pass || $0.remedy != nil }, "what fails says what to do")
        }
    }

    private let account: ClientAccount

    init() throws { account = try ClientAccount(for: .init(command: [])) }
}
