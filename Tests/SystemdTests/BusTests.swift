import Glibc
import Subprocess
import SystemPackage
import Systemd
import Testing

/// Held against a real dbus-daemon, also one that stops or dies in mid-call.
@Suite(.serialized) struct BusTests {
    /// A bus of the test's own.
    private struct Daemon: Sendable {
        let path = "/tmp/vcd-bus-test-\(getpid())"
        var address: String { "unix:path=\(path)" }

        /// Runs dbus-daemon for as long as `body` lasts.
        func run(_ body: @escaping @Sendable (_ pid: pid_t) async throws -> Void) async throws {
            unlink(path)
            _ = try await Subprocess.run(
                .name("dbus-daemon"),
                arguments: ["--session", "--nofork", "--nopidfile", "--address=\(address)", "--print-address"],
                input: .none,
                output: .sequence,
                error: .discarded
            ) { execution in
                // It has said its address once it listens.
                for try await _ in execution.standardOutput.strings() { break }
                defer { kill(execution.processIdentifier.value, SIGKILL) }
                try await body(execution.processIdentifier.value)
            }
            unlink(path)
        }
    }

    private static let names = method("ListNames")

    private static func failure(_ call: () async throws -> [BusValue]) async -> BusError? {
        do {
            _ = try await call()
            return nil
        } catch {
            return error as? BusError
        }
    }

    private static func method(_ member: String) -> Bus.Method {
        .init(
            service: "org.freedesktop.DBus",
            path: "/org/freedesktop/DBus",
            interface: "org.freedesktop.DBus",
            member: member
        )
    }

    @Test func callsAndErrors() async throws {
        let daemon = Daemon()
        try await daemon.run { _ in
            let bus = try Bus(.at(daemon.address))
            guard case .array(of: "s", let names)? = try await bus.call(Self.names).first else {
                Issue.record("no list of names")
                return
            }
            #expect(names.contains(.string("org.freedesktop.DBus")))
            let owner = try await bus.call(Self.method("GetNameOwner"), [.string("org.freedesktop.DBus")])
            #expect(owner.first?.text == "org.freedesktop.DBus")
            let unknown = await #expect(throws: BusError.self) { try await bus.call(Self.method("Nonsense")) }
            guard case .remote(name: "org.freedesktop.DBus.Error.UnknownMethod", _)? = unknown else {
                Issue.record("\(String(describing: unknown))")
                return
            }
            let refused = await #expect(throws: BusError.self) {
                try await bus.call(Self.method("GetNameOwner"), [.uint32(1)])
            }
            guard case .remote(name: "org.freedesktop.DBus.Error.InvalidArgs", _)? = refused else {
                Issue.record("\(String(describing: refused))")
                return
            }
        }
    }

    @Test func properties() async throws {
        let daemon = Daemon()
        try await daemon.run { _ in
            let features = try await Bus(.at(daemon.address)).property(
                "Features",
                of: "org.freedesktop.DBus",
                at: "/org/freedesktop/DBus",
                service: "org.freedesktop.DBus"
            )
            guard case .array(of: "s", _) = features else {
                Issue.record("\(features)")
                return
            }
        }
    }

    @Test func valuesKeepTheirTypes() async throws {
        let daemon = Daemon()
        try await daemon.run { _ in
            // What is sent to a name of our own comes back as the arguments of a signal.
            let bus = try Bus(.at(daemon.address))
            let signals = try await bus.signals(matching: "type='signal',interface='org.vcctl.Test'")
            let values: [BusValue] = [
                .byte(7), .bool(true), .int32(-5), .uint32(5), .int64(-9), .uint64(9), .double(1.5),
                .string("ä"), .objectPath("/a"), .array(of: "s", []), .array(of: "u", [.uint32(1), .uint32(2)]),
                .structure([.string("x"), .bool(false)]),
                .array(of: "{sv}", [.entry(.string("key"), .variant(.int32(3)))]), .variant(.string("v")),
            ]
            try await bus.emit(path: "/a", interface: "org.vcctl.Test", member: "Echo", values)
            for try await signal in signals {
                #expect(signal.values == values)
                #expect(signal.member == "Echo")
                break
            }
        }
    }

    @Test func signalsCome() async throws {
        let daemon = Daemon()
        try await daemon.run { _ in
            let bus = try Bus(.at(daemon.address))
            let signals = try await bus.signals(matching: "type='signal',member='NameOwnerChanged'")
            let other = try Bus(.at(daemon.address))
            _ = try await other.call(Self.method("RequestName"), [.string("org.vcctl.Test"), .uint32(0)])
            for try await signal in signals where signal.values.first == .string("org.vcctl.Test") {
                #expect(signal.interface == "org.freedesktop.DBus")
                break
            }
        }
    }

    @Test func aStoppedBusTimesOut() async throws {
        let daemon = Daemon()
        try await daemon.run { pid in
            let bus = try Bus(.at(daemon.address))
            _ = try await bus.call(Self.names)
            kill(pid, SIGSTOP)
            await #expect(throws: BusError.timeout) { try await bus.call(Self.names, limit: .milliseconds(100)) }
            kill(pid, SIGCONT)
            _ = try await bus.call(Self.names)
        }
    }

    @Test func aBusThatDiesInMidCallIsSaidSoAndTheNextOneIsFound() async throws {
        let daemon = Daemon()
        let bus = try Bus(.at(daemon.address))
        try await daemon.run { pid in
            let signals = try await bus.signals(matching: "type='signal',interface='org.vcctl.Test'")
            kill(pid, SIGSTOP)
            async let answer = Self.failure { try await bus.call(Self.names) }
            async let another = Self.failure { try await bus.call(Self.names) }
            kill(pid, SIGKILL)
            #expect(await answer == .disconnected)
            #expect(await another == .disconnected)
            await #expect(throws: BusError.disconnected) { for try await _ in signals {} }
        }
        await #expect(throws: BusError.disconnected) { try await bus.call(Self.names) }
        try await daemon.run { _ in
            let names = try await bus.call(Self.names)
            #expect(!names.isEmpty)
        }
    }

    @Test func whatDoesNotFitIsRefused() async throws {
        let daemon = Daemon()
        try await daemon.run { _ in
            let bus = try Bus(.at(daemon.address))
            let wrong = await #expect(throws: BusError.self) {
                try await bus.call(Self.names, [.array(of: "s", [.uint32(1)])])
            }
            guard case .malformed? = wrong else {
                Issue.record("\(String(describing: wrong))")
                return
            }
            await #expect(throws: BusError.self) { try await bus.call(Self.names, [.objectPath("not a path")]) }
            let names = try await bus.call(Self.names)
            #expect(!names.isEmpty)
        }
    }
}
