import Glibc

/// What logind does for the station (org.freedesktop.login1(5)).
public struct Login: Sendable {
    private static let service = "org.freedesktop.login1"
    private static let path = "/org/freedesktop/login1"
    private static let interface = "org.freedesktop.login1.Manager"

    private let bus: Bus

    public init(bus: Bus) { self.bus = bus }

    /// Switches the PC off.
    public func powerOff() async throws(BusError) {
        _ = try await bus.call(Self.method("PowerOff"), [.bool(false)])
    }

    /// Delays every shutdown until the lock is let go, at most for logind's InhibitDelayMaxSec=.
    ///
    /// - Parameters:
    ///   - who: the program, for `systemd-inhibit --list`.
    ///   - why: what it has to do first.
    public func delayShutdown(who: String, why: String) async throws(BusError) -> Inhibitor {
        let answer = try await bus.call(
            Self.method("Inhibit"),
            [.string("shutdown"), .string(who), .string(why), .string("delay")]
        )
        guard case .descriptor(let descriptor)? = answer.first else { throw .malformed("the answer of Inhibit") }
        return Inhibitor(descriptor: descriptor)
    }

    /// The longest delay that logind grants.
    public func longestDelay() async throws(BusError) -> Duration {
        let value = try await property("InhibitDelayMaxUSec")
        guard case .uint64(let microseconds) = value else { throw .malformed("InhibitDelayMaxUSec") }
        return .microseconds(Int64(clamping: microseconds))
    }

    /// Whether the PC is going down right now.
    public func isPreparingForShutdown() async throws(BusError) -> Bool {
        try await property("PreparingForShutdown") == .bool(true)
    }

    /// Tells when a shutdown begins (true) and when one was given up (false).
    ///
    /// - Returns: a stream that ends with ``BusError/disconnected`` when the bus goes away.
    public func shutdowns() async throws(BusError) -> AsyncThrowingStream<Bus.Signal, any Error> {
        try await bus.signals(
            matching: "type='signal',sender='\(Self.service)',interface='\(Self.interface)',"
                + "member='PrepareForShutdown'"
        )
    }

    private func property(_ name: String) async throws(BusError) -> BusValue {
        try await bus.property(name, of: Self.interface, at: Self.path, service: Self.service)
    }

    private static func method(_ member: String) -> Bus.Method {
        .init(service: service, path: path, interface: interface, member: member)
    }
}

/// A lock of logind's, held until it is let go or the process ends.
public final class Inhibitor: Sendable {
    private let descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
}
