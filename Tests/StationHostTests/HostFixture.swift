import Glibc
import Logging
import StationCore
import Systemd
import TestSupport
import Testing
import UnitMessages

@testable import StationHost

/// Sets a host up for a test and takes it down again.
protocol HostFixture: Sendable, CustomTestStringConvertible {
    func withHost(_ configuration: Configuration, _ body: @Sendable (any Host) async throws -> Void) async throws
}

extension HostFixture {
    func withHost(
        script: String,
        change: (inout Configuration) -> Void = { _ in },
        _ body: @Sendable (any Host) async throws -> Void
    ) async throws {
        var configuration = Configuration(client: .init(command: ["/bin/sh", "-c", script]))
        change(&configuration)
        try await withHost(configuration, body)
    }

    func withHost(command: [String], _ body: @Sendable (any Host) async throws -> Void) async throws {
        try await withHost(Configuration(client: .init(command: command)), body)
    }

    /// Supervises the host while `body` runs, and waits until it is down.
    func supervise(_ host: any Host, _ body: @Sendable (any Host) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await host.run() }
            let result: Result<Void, any Error>
            do {
                try await host.putConfigurationInForce()
                result = .success(try await body(host))
            } catch {
                result = .failure(error)
            }
            group.cancelAll()
            try await group.waitForAll()
            try result.get()
        }
    }
}

/// One after another: the scan of one test would see what another one has its client leave.
@Suite(.serialized) enum HostTests {}

let testLogger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Needs vcd-seat and vcd-helper: the build that the tests are of, or the one that VCD_BIN_DIR names.
struct LocalHostFixture: HostFixture {
    let testDescription = "LocalHost"

    static let programs: String = {
        if let folder = getenv("VCD_BIN_DIR") { return String(cString: folder) }
        return ".build/release"
    }()

    func withHost(_ configuration: Configuration, _ body: @Sendable (any Host) async throws -> Void) async throws {
        try await withLocalHost(configuration) { host, _ in try await body(host) }
    }

    func withLocalHost(
        _ configuration: Configuration,
        _ body: @Sendable (LocalHost, LocalPaths) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let paths = LocalPaths(root: folder.path)
        let programs = try #require(realpath(Self.programs, nil))
        defer { free(programs) }
        let host = LocalHost(
            configuration: configuration,
            paths: paths,
            programs: String(cString: programs) + "/",
            logger: testLogger
        )
        try await supervise(host) { _ in try await body(host, paths) }
        #expect(Scan.processes(ofStation: paths.mark).isEmpty, "a host that ends leaves nothing running")
    }
}

/// Needs a PC with vcd's package, on which vcd itself doesn't run, and root, who may write its configuration.
struct SystemdHostFixture: HostFixture {
    let testDescription = "SystemdHost"

    private static let folder = "\(Places.configuration).d"
    /// The last of the drop-ins.
    private static let dropIn = "\(folder)/99-contract.toml"

    func withHost(_ configuration: Configuration, _ body: @Sendable (any Host) async throws -> Void) async throws {
        mkdir(Self.folder, 0o755)
        try write(configuration)
        defer { unlink(Self.dropIn) }
        let host = SystemdHost(
            configuration: configuration,
            bus: try Bus(.system),
            logger: testLogger
        )
        try await supervise(host) { host in
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(host))
            } catch {
                result = .failure(error)
            }
            _ = try await host.close(grace: .zero)
            _ = try await host.wipe()
            try result.get()
        }
    }

    private func write(_ configuration: Configuration) throws {
        func quoted(_ text: String) -> String {
            let escaped = text.map { character -> String in
                switch character {
                case "\\", "\"": "\\\(character)"
                case "\n": "\\n"
                default: String(character)
                }
            }
            return "\"\(escaped.joined())\""
        }
        let template = configuration.client.template.map { "template = \(quoted($0))\n" } ?? ""
        let text =
            "[client]\ncommand = [\(configuration.client.command.map(quoted).joined(separator: ", "))]\n"
            + "display = \"none\"\n\(template)[visit]\nwarn_at = []\n"
        let file = try #require(fopen(Self.dropIn, "we"))
        defer { fclose(file) }
        #expect(fputs(text, file) >= 0)
    }
}

/// A ledger as most tests need it: by a clock that is synchronised.
extension LedgerStore {
    func openVisit(at now: Moment, marksRemote: Bool, plan: VisitPlan?) async throws(LedgerError) -> VisitID {
        let day = ZoneTable.utc.local(now.wall).day
        return try await openVisit(
            at: now,
            marksRemote: marksRemote,
            plan: plan,
            stamp: DayStamp(day: day, trust: .synchronised)
        )
    }

    func change(
        _ change: RosterChange,
        rules: RosterRules,
        day: CalendarDay,
        at time: WallTime
    ) async throws(RosterError) -> RosterOutcome {
        try await self.change(
            change,
            rules: rules,
            stamp: DayStamp(day: day, trust: .synchronised),
            at: Moment(wall: time, boot: BootTime(sinceBoot: .zero))
        )
    }
}
