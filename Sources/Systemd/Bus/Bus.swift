import CSystemd
import Glibc
import Synchronization

/// A connection to a D-Bus (sd-bus(3)): calls and signals, as Swift's own.
///
/// When the bus goes away, calls without an answer fail with ``BusError/disconnected``, streams of signals end with
/// it, and the next call connects anew. Whoever listens to signals subscribes again.
public final class Bus: Sendable {
    private let thread: BusThread

    /// Doesn't connect yet: the first use does.
    public init(_ address: BusAddress = .system) throws(BusError) {
        thread = try BusThread(address: address)
        try thread.start()
    }

    deinit { thread.end() }

    /// A method of an object of a service.
    public struct Method: Hashable, Sendable {
        public var service: String
        public var path: String
        public var interface: String
        public var member: String

        public init(service: String, path: String, interface: String, member: String) {
            self.service = service
            self.path = path
            self.interface = interface
            self.member = member
        }
    }

    /// Calls a method and waits for its answer.
    ///
    /// - Parameters:
    ///   - limit: how long to wait for the answer.
    /// - Returns: what the answer carries.
    /// - Throws: ``BusError``.
    public func call(
        _ method: Method,
        _ arguments: [BusValue] = [],
        limit: Duration = .seconds(25)
    ) async throws(BusError) -> [BusValue] {
        let answer: Result<[BusValue], BusError> = await withCheckedContinuation { continuation in
            thread.perform { connection in
                do throws(BusError) {
                    try Self.send(method, arguments, limit, PendingCall(continuation), on: connection.get())
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try answer.get()
    }

    /// Reads a property of an object.
    public func property(
        _ name: String,
        of interface: String,
        at path: String,
        service: String
    ) async throws(BusError) -> BusValue {
        let get = Method(service: service, path: path, interface: "org.freedesktop.DBus.Properties", member: "Get")
        let answer = try await call(get, [.string(interface), .string(name)])
        guard case .variant(let value)? = answer.first else { throw .malformed("a property's answer") }
        return value
    }

    /// A signal that came.
    public struct Signal: Hashable, Sendable {
        public let path: String
        public let interface: String
        public let member: String
        public let values: [BusValue]
    }

    /// The signals that a match rule names, from the moment this returns.
    ///
    /// - Parameter rule: a match rule (D-Bus specification), such as
    ///   `type='signal',interface='org.freedesktop.login1.Manager'`.
    /// - Returns: a stream that ends with ``BusError/disconnected`` when the bus goes away.
    public func signals(matching rule: String) async throws(BusError) -> AsyncThrowingStream<Signal, any Error> {
        let (stream, feed) = AsyncThrowingStream.makeStream(of: Signal.self)
        let subscription = Subscription(feed)
        feed.onTermination = { [thread] _ in thread.clean(up: { subscription.cancel() }) }
        let installed: Result<Void, BusError> = await withCheckedContinuation { continuation in
            thread.perform { connection in
                do throws(BusError) {
                    try subscription.install(rule, on: connection.get())
                    continuation.resume(returning: .success(()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        try installed.get()
        return stream
    }

    /// Sends a signal to everybody who listens for it.
    public func emit(path: String, interface: String, member: String, _ values: [BusValue]) async throws(BusError) {
        let sent: Result<Void, BusError> = await withCheckedContinuation { continuation in
            thread.perform { connection in
                do throws(BusError) {
                    let bus = try connection.get()
                    var message: OpaquePointer?
                    try BusMessage.check(sd_bus_message_new_signal(bus, &message, path, interface, member))
                    guard let message else { throw .system(ENOMEM) }
                    defer { sd_bus_message_unref(message) }
                    try BusMessage.append(values, to: message)
                    try BusMessage.check(sd_bus_send(bus, message, nil))
                    continuation.resume(returning: .success(()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        try sent.get()
    }

    /// On the bus thread.
    private static func send(
        _ method: Method,
        _ arguments: [BusValue],
        _ limit: Duration,
        _ pending: PendingCall,
        on bus: OpaquePointer
    ) throws(BusError) {
        var message: OpaquePointer?
        try BusMessage.check(
            sd_bus_message_new_method_call(
                bus,
                &message,
                method.service,
                method.path,
                method.interface,
                method.member
            )
        )
        guard let message else { throw .system(ENOMEM) }
        defer { sd_bus_message_unref(message) }
        try BusMessage.append(arguments, to: message)
        let (seconds, attoseconds) = limit.components
        let microseconds = UInt64(max(1, seconds * 1_000_000 + attoseconds / 1_000_000_000_000))
        let held = Unmanaged.passRetained(pending)
        let result = sd_bus_call_async(
            bus,
            nil,
            message,
            { reply, context, _ in
                guard let context else { return 0 }
                Unmanaged<PendingCall>.fromOpaque(context).takeRetainedValue().answer(reply)
                return 0
            },
            held.toOpaque(),
            microseconds
        )
        if result < 0 {
            held.release()
            throw BusError(result: result)
        }
    }
}

/// A call whose answer has not come. It lives on the bus thread.
private final class PendingCall {
    private let continuation: CheckedContinuation<Result<[BusValue], BusError>, Never>

    init(_ continuation: CheckedContinuation<Result<[BusValue], BusError>, Never>) { self.continuation = continuation }

    func answer(_ reply: OpaquePointer?) { continuation.resume(returning: Self.read(reply)) }

    private static func read(_ reply: OpaquePointer?) -> Result<[BusValue], BusError> {
        guard let reply else { return .failure(.disconnected) }
        if let error = sd_bus_message_get_error(reply), let name = error.pointee.name {
            let message = error.pointee.message.map { String(cString: $0) } ?? ""
            return .failure(BusError(name: String(cString: name), message: message))
        }
        do throws(BusError) {
            return .success(try BusMessage.read(reply))
        } catch {
            return .failure(error)
        }
    }
}
