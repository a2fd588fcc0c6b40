import ProcFS
import Synchronization
import Systemd

/// Asks systemd for units and knows how they are. It reads states afresh whenever the bus says that something changed,
/// so that a signal lost with a broken connection loses nothing.
final class Units: Sendable {
    private static let service = "org.freedesktop.systemd1"
    private static let manager = "org.freedesktop.systemd1.Manager"
    private static let unitInterface = "org.freedesktop.systemd1.Unit"
    private static let serviceInterface = "org.freedesktop.systemd1.Service"
    private static let reconnectPause: Duration = .milliseconds(100)
    /// How long a bus may be gone, as while it is restarted, before what is asked fails.
    private static let patience: Duration = .seconds(10)

    private struct Listeners {
        var feeds: [Int: AsyncStream<Void>.Continuation] = [:]
        var next = 0
    }

    private let bus: Bus
    private let listeners = Mutex(Listeners())

    init(bus: Bus) { self.bus = bus }

    /// Hears what changes, until cancelled; hears again when the bus went away and came back.
    func run() async {
        while !Task.isCancelled {
            do {
                let rules =
                    UnitName.allCases.map { "type='signal',sender='\(Self.service)',path='\($0.path)'" } + [
                        "type='signal',sender='\(Self.service)',interface='\(Self.manager)',member='JobRemoved'"
                    ]
                var streams: [AsyncThrowingStream<Bus.Signal, any Error>] = []
                for rule in rules { streams.append(try await bus.signals(matching: rule)) }
                _ = try await ask("Subscribe")
                changed()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for stream in streams {
                        group.addTask { for try await _ in stream { self.changed() } }
                    }
                    try await group.waitForAll()
                }
            } catch {
                changed()
                // Nothing tells of a bus that comes back.
                try? await Task.sleep(for: Self.reconnectPause)
            }
        }
    }

    func start(_ unit: UnitName) async throws(BusError) {
        try await ask(of: unit, "StartUnit", .string("replace"))
    }

    func restart(_ unit: UnitName) async throws(BusError) {
        try await ask(of: unit, "RestartUnit", .string("replace"))
    }

    func stop(_ unit: UnitName) async throws(BusError) {
        try await ask(of: unit, "StopUnit", .string("replace"))
    }

    /// Has systemd remember how a unit ended, until ``release(_:)`` or until this connection ends (RefUnit of
    /// org.freedesktop.systemd1(5)). Without it what ended well is forgotten at once.
    func hold(_ unit: UnitName) async {
        // Where it is refused, only the words for how a client ended are fewer.
        _ = try? await ask("RefUnit", [.string(unit.rawValue)])
    }

    func release(_ unit: UnitName) async { _ = try? await ask("UnrefUnit", [.string(unit.rawValue)]) }

    enum Whom: String {
        case main, all
    }

    /// Sends a signal. A unit without processes is no error.
    func kill(_ unit: UnitName, _ whom: Whom, signal: Int32) async throws(BusError) {
        do {
            try await ask(of: unit, "KillUnit", .string(whom.rawValue), .int32(signal))
        } catch .remote(name: "org.freedesktop.systemd1.NoSuchProcess", _) {}
    }

    func state(of unit: UnitName) async throws(BusError) -> UnitState {
        // The job first: one that ends between the two looks would otherwise leave the state before it, with no job.
        let job = try await property("Job", of: unit, Self.unitInterface)
        let activity = try await property("ActiveState", of: unit, Self.unitInterface).text ?? ""
        guard let activity = UnitState.Activity(rawValue: activity) else { throw .malformed("ActiveState") }
        guard case .structure(let fields) = job, let number = fields.first else { throw .malformed("Job") }
        return UnitState(activity: activity, hasJob: number != .uint32(0))
    }

    /// Waits until a unit is as wanted.
    ///
    /// - Returns: its state; nil when it was not so within `limit`.
    func wait(
        for unit: UnitName,
        limit: Duration,
        until isWanted: @escaping @Sendable (UnitState) -> Bool
    ) async throws(BusError) -> UnitState? {
        try await watch(limit: limit) { () async throws(BusError) in
            let state = try await self.state(of: unit)
            return isWanted(state) ? state : nil
        }
    }

    /// Looks again whenever something changes, until `look` has found what it looks for.
    ///
    /// - Returns: what it found; nil when it found nothing within `limit`.
    func watch<Found: Sendable>(
        limit: Duration,
        _ look: @escaping @Sendable () async throws(BusError) -> Found?
    ) async throws(BusError) -> Found? {
        let (id, changes) = listen()
        defer { listeners.withLock { _ = $0.feeds.removeValue(forKey: id) } }
        let result = await withTaskGroup(of: Result<Found?, BusError>.self) { group in
            group.addTask {
                for await _ in changes {
                    do throws(BusError) {
                        if let found = try await look() { return .success(found) }
                    } catch {
                        return .failure(error)
                    }
                }
                return .success(nil)
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return .success(nil)
            }
            let first = await group.next() ?? .success(nil)
            group.cancelAll()
            return first
        }
        return try result.get()
    }

    /// The changes from now on; the first comes at once.
    func listen() -> (id: Int, changes: AsyncStream<Void>) {
        let (stream, feed) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = listeners.withLock { listeners in
            listeners.next += 1
            listeners.feeds[listeners.next] = feed
            return listeners.next
        }
        feed.yield()
        return (id, stream)
    }

    /// Whether it is known that the unit's cgroup has no process.
    func isEmpty(_ unit: UnitName) -> Bool {
        switch ControlGroup.population(of: unit.rawValue) {
        case .empty: true
        case .populated, .unknown: false
        }
    }

    /// How the unit's main process ended: code as in waitid(2), and status.
    func mainExit(of unit: UnitName) async throws(BusError) -> (code: Int32, status: Int32) {
        let code = try await propertyNow("ExecMainCode", of: unit, Self.serviceInterface)
        let status = try await propertyNow("ExecMainStatus", of: unit, Self.serviceInterface)
        guard case .int32(let code) = code, case .int32(let status) = status else { throw .malformed("ExecMainCode") }
        return (code, status)
    }

    /// What the unit's main process said of itself last (sd_notify(3), STATUS=).
    func statusText(of unit: UnitName) async throws(BusError) -> String {
        try await propertyNow("StatusText", of: unit, Self.serviceInterface).text ?? ""
    }

    /// Whether systemd can start the unit, and how its last run ended.
    func end(of unit: UnitName) async throws(BusError) -> UnitEnd {
        UnitEnd(
            load: try await propertyNow("LoadState", of: unit, Self.unitInterface).text ?? "",
            result: try await propertyNow("Result", of: unit, Self.serviceInterface).text ?? "",
            status: try await mainExit(of: unit).status
        )
    }

    /// Which run of the unit this is, as 32 hexadecimal digits.
    func invocation(of unit: UnitName) async throws(BusError) -> String {
        let value = try await property("InvocationID", of: unit, Self.unitInterface)
        guard case .array(of: "y", let bytes) = value else { throw .malformed("InvocationID") }
        return bytes.map { value in
            guard case .byte(let byte) = value else { return "" }
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// How long the unit may run; nil without limit.
    func longestRun(of unit: UnitName) async throws(BusError) -> Duration? {
        let value = try await property("RuntimeMaxUSec", of: unit, Self.serviceInterface)
        guard case .uint64(let microseconds) = value else { throw .malformed("RuntimeMaxUSec") }
        return microseconds == .max ? nil : .microseconds(Int64(clamping: microseconds))
    }

    /// Whether the PC's clock is synchronised (org.freedesktop.timedate1(5)); no where nobody can tell.
    func isClockSynchronised() async -> Bool {
        let name = "org.freedesktop.timedate1"
        let value = try? await bus.property(
            "NTPSynchronized",
            of: name,
            at: "/org/freedesktop/timedate1",
            service: name
        )
        return value == .bool(true)
    }

    private func property(_ name: String, of unit: UnitName, _ interface: String) async throws(BusError) -> BusValue {
        try await patiently { () async throws(BusError) in try await self.propertyNow(name, of: unit, interface) }
    }

    /// For words about what has failed already: nobody waits for those.
    private func propertyNow(
        _ name: String,
        of unit: UnitName,
        _ interface: String
    ) async throws(BusError) -> BusValue {
        try await bus.property(name, of: interface, at: unit.path, service: Self.service)
    }

    /// Asks again while the bus is gone. Whatever is asked here may be asked twice.
    private func patiently<Answer: Sendable>(
        _ ask: () async throws(BusError) -> Answer
    ) async throws(BusError) -> Answer {
        let end = ContinuousClock.now + Self.patience
        while true {
            do throws(BusError) {
                return try await ask()
            } catch .disconnected where ContinuousClock.now < end {
                guard (try? await Task.sleep(for: Self.reconnectPause)) != nil else { throw .disconnected }
            }
        }
    }

    /// Has everybody who listens look again.
    func changed() {
        for feed in listeners.withLock({ Array($0.feeds.values) }) { feed.yield() }
    }

    private func ask(
        of unit: UnitName,
        _ member: String,
        _ arguments: BusValue...
    ) async throws(BusError) {
        _ = try await patiently { () async throws(BusError) in
            try await self.ask(member, [.string(unit.rawValue)] + arguments)
        }
    }

    private func ask(_ member: String, _ arguments: [BusValue] = []) async throws(BusError) -> [BusValue] {
        try await bus.call(
            .init(service: Self.service, path: "/org/freedesktop/systemd1", interface: Self.manager, member: member),
            arguments
        )
    }
}
