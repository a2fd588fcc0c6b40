import CSystemd
import Glibc
import Synchronization

/// The one thread that touches sd-bus: it runs commands, and sleeps until a command, a message or a time limit comes.
final class BusThread: Sendable {
    /// What is done on the thread, with the connection, or with why there is none.
    typealias Command = @Sendable (Result<OpaquePointer, BusError>) -> Void

    private enum Task: Sendable {
        case withBus(Command)
        case withoutBus(@Sendable () -> Void)
    }

    private struct State {
        var tasks: [Task] = []
        var isEnding = false
    }

    private let address: BusAddress
    /// A pipe: whoever has something to do writes a byte into it.
    private let wakeRead: Int32
    private let wakeWrite: Int32
    private let state = Mutex(State())

    init(address: BusAddress) throws(BusError) {
        self.address = address
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw .system(errno) }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        wakeRead = ends[0]
        wakeWrite = ends[1]
    }

    /// Starts the thread. It holds itself until ``end()``.
    func start() throws(BusError) {
        var thread = pthread_t()
        let held = Unmanaged.passRetained(self)
        let result = pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<BusThread>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            },
            held.toOpaque()
        )
        guard result == 0 else {
            held.release()
            throw .system(result)
        }
        pthread_detach(thread)
    }

    func perform(_ command: @escaping Command) {
        let isTaken = state.withLock { state in
            if !state.isEnding { state.tasks.append(.withBus(command)) }
            return !state.isEnding
        }
        if isTaken { ring() } else { command(.failure(.disconnected)) }
    }

    /// Runs something on the thread that needs no connection.
    func clean(up task: @escaping @Sendable () -> Void) {
        state.withLock { $0.tasks.append(.withoutBus(task)) }
        ring()
    }

    /// Ends the thread once what was asked before is done.
    func end() {
        state.withLock { $0.isEnding = true }
        ring()
    }

    private func ring() {
        var byte: UInt8 = 1
        _ = write(wakeWrite, &byte, 1)
    }

    private func run() {
        var bus: OpaquePointer?
        var isEnding = false
        while !isEnding {
            let tasks = state.withLock { state in
                isEnding = state.isEnding
                defer { state.tasks = [] }
                return state.tasks
            }
            for task in tasks {
                switch task {
                case .withBus(let command): command(connect(&bus))
                case .withoutBus(let task): task()
                }
            }
            if let open = bus, !process(open) {
                sd_bus_flush_close_unref(open)
                bus = nil
            }
            if !isEnding { sleep(bus) }
        }
        // Whoever waits for an answer holds the connection's owner, so nothing is unanswered here.
        if let bus { sd_bus_flush_close_unref(bus) }
        for task in state.withLock({ $0.tasks }) {
            if case .withoutBus(let task) = task { task() }
        }
        close(wakeRead)
        close(wakeWrite)
    }

    private func connect(_ bus: inout OpaquePointer?) -> Result<OpaquePointer, BusError> {
        if let bus { return .success(bus) }
        do throws(BusError) {
            let open = try address.open()
            bus = open
            return .success(open)
        } catch {
            return .failure(error)
        }
    }

    /// Handles everything that has come.
    ///
    /// - Returns: whether the connection still stands.
    private func process(_ bus: OpaquePointer) -> Bool {
        while true {
            let result = sd_bus_process(bus, nil)
            if result < 0 { return false }
            // One that is closing fails its calls one at a time, and says 0 after each.
            if result == 0, sd_bus_is_open(bus) > 0 { return true }
        }
    }

    private func sleep(_ bus: OpaquePointer?) {
        var waiting = [pollfd(fd: wakeRead, events: Int16(POLLIN), revents: 0)]
        var limit: Int32 = -1
        if let bus {
            let events = sd_bus_get_events(bus)
            waiting.append(pollfd(fd: sd_bus_get_fd(bus), events: Int16(max(0, events)), revents: 0))
            var due: UInt64 = 0
            if sd_bus_get_timeout(bus, &due) > 0, due != .max { limit = Self.milliseconds(until: due) }
        }
        poll(&waiting, nfds_t(waiting.count), limit)
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(wakeRead, &bytes, bytes.count) == bytes.count {}
    }

    /// - Parameter due: microseconds on CLOCK_MONOTONIC.
    private static func milliseconds(until due: UInt64) -> Int32 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let passed = UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1_000
        return due <= passed ? 0 : Int32(clamping: (due - passed + 999) / 1_000)
    }
}

/// Which bus to talk to.
public enum BusAddress: Hashable, Sendable {
    case system
    case user
    /// A D-Bus address, such as `unix:path=/run/dbus/system_bus_socket`.
    case at(String)

    fileprivate func open() throws(BusError) -> OpaquePointer {
        var bus: OpaquePointer?
        switch self {
        case .system: try check(sd_bus_open_system(&bus))
        case .user: try check(sd_bus_open_user(&bus))
        case .at(let address):
            try check(sd_bus_new(&bus))
            do throws(BusError) {
                try check(sd_bus_set_address(bus, address))
                try check(sd_bus_set_bus_client(bus, 1))
                try check(sd_bus_start(bus))
            } catch {
                sd_bus_unref(bus)
                throw error
            }
        }
        guard let bus else { throw .disconnected }
        return bus
    }

    private func check(_ result: Int32) throws(BusError) {
        if result < 0 { throw BusError(result: result) }
    }
}
