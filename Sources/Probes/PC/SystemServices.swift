import Synchronization
import Systemd

/// What the services on the system bus answer; doubles stand for it in tests.
protocol SystemServices: Sendable {
    func call(_ method: Bus.Method, _ arguments: [BusValue]) async throws(BusError) -> [BusValue]
}

extension SystemServices {
    /// The properties of an object that one of its interfaces has.
    func properties(
        of interface: String,
        at path: String,
        service: String
    ) async throws(BusError) -> [String: BusValue] {
        let method = Bus.Method(
            service: service,
            path: path,
            interface: "org.freedesktop.DBus.Properties",
            member: "GetAll"
        )
        return try await call(method, [.string(interface)]).first?.properties ?? [:]
    }
}

/// The system bus itself.
struct SystemBus: SystemServices {
    var address: BusAddress = .system
    /// A service that is not running yet is started by the call.
    var limit: Duration = .seconds(2)

    /// Waits no longer than the limit, whatever hangs: sd-bus itself gives a bus that doesn't greet 90 seconds, and
    /// counts the time of calls only from then on.
    func call(_ method: Bus.Method, _ arguments: [BusValue]) async throws(BusError) -> [BusValue] {
        let answer = await withCheckedContinuation { continuation in
            let first = First(continuation)
            Task { first.give(await result(of: method, arguments)) }
            Task {
                try? await Task.sleep(for: limit)
                first.give(.failure(.timeout))
            }
        }
        return try answer.get()
    }

    private func result(of method: Bus.Method, _ arguments: [BusValue]) async -> Result<[BusValue], BusError> {
        do throws(BusError) {
            return .success(try await Bus(address).call(method, arguments, limit: limit))
        } catch {
            return .failure(error)
        }
    }

    /// Takes the first of two answers.
    private final class First: Sendable {
        typealias Answer = Result<[BusValue], BusError>

        private let continuation: Mutex<CheckedContinuation<Answer, Never>?>

        init(_ continuation: CheckedContinuation<Answer, Never>) { self.continuation = Mutex(continuation) }

        func give(_ answer: Answer) {
            let waiting = continuation.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }
            waiting?.resume(returning: answer)
        }
    }
}
