import Logging
import Synchronization
import Systemd

/// Holds logind's delay lock, so that whoever switches the PC off waits until the station is clean, and tells when
/// somebody does.
final class ShutdownWatch: Sendable {
    private static let reconnectPause: Duration = .milliseconds(100)

    private let login: Login
    private let events: AsyncStream<HostEvent>.Continuation
    private let logger: Logger
    private let lock = Mutex<Inhibitor?>(nil)

    init(login: Login, events: AsyncStream<HostEvent>.Continuation, logger: Logger) {
        self.login = login
        self.events = events
        self.logger = logger
    }

    /// Until cancelled. When the bus comes back, logind may be another process that knows no lock of ours.
    func run() async {
        var hasComplained = false
        while !Task.isCancelled {
            do {
                let shutdowns = try await login.shutdowns()
                if try await login.isPreparingForShutdown() {
                    events.yield(.shutdownBegan)
                } else {
                    try await takeLock()
                }
                hasComplained = false
                for try await signal in shutdowns {
                    if signal.values == [.bool(true)] {
                        events.yield(.shutdownBegan)
                    } else {
                        try await takeLock()
                        events.yield(.shutdownGivenUp)
                    }
                }
            } catch {
                if !hasComplained { logger.warning("logind cannot be heard: \(error)") }
                hasComplained = true
                // Nothing tells of a bus that comes back.
                try? await Task.sleep(for: Self.reconnectPause)
            }
        }
        letGo()
    }

    /// - Throws: `isolationUnavailable` when no lock can be had: then a shutdown would leave no time for the wipe.
    func requireDelay() async throws(HostError) {
        guard lock.withLock({ $0 == nil }) else { return }
        do throws(BusError) {
            try await takeLock()
        } catch {
            logger.error("logind gives no lock: \(error)")
            throw HostError(
                .isolationUnavailable,
                message: "logind does not answer, so a shutdown would not wait until the visit is wiped.",
                remedy: "The administrator looks at 'systemctl status systemd-logind'."
            )
        }
    }

    func powerOff() async throws(BusError) { try await login.powerOff() }

    func letGo() { lock.withLock { $0 = nil } }

    private func takeLock() async throws(BusError) {
        let fresh = try await login.delayShutdown(who: "vcd", why: "The visit is closed and wiped first")
        lock.withLock { $0 = fresh }
    }
}
