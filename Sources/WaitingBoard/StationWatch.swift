import Logging
import ServiceLifecycle
import StationAPI
import StationConfig
import Synchronization
import Varlink

/// Follows the station by its control socket, as an observer, for as long as the process runs.
final class StationWatch: Service {
    private struct State {
        var picture: Picture?
        var seen = ContinuousClock.now
        /// Since when vcd has not answered; nil while it does.
        var silentSince: ContinuousClock.Instant? = ContinuousClock.now
        /// What was said of that last.
        var complaint: String?
    }

    private let address: String
    private let configFile: String?
    private let logger: Logger
    private let state = Mutex(State())

    private static let shortestPause = Duration.milliseconds(100)
    private static let longestPause = Duration.seconds(2)
    /// How often the picture is taken anew where nothing happens: a day ends without an event.
    private static let interval = Duration.seconds(30)
    /// The next opening is in sight for so many days.
    private static let days = 14

    init(address: String, configFile: String?, logger: Logger) {
        self.address = address
        self.configFile = configFile
        self.logger = logger
    }

    var knowledge: Knowledge {
        let now = ContinuousClock.now
        return state.withLock { state in
            Knowledge(
                picture: state.picture,
                age: now - state.seen,
                silence: state.silentSince.map { now - $0 }
            )
        }
    }

    private let shown = Mutex<Screen?>(nil)

    /// - Parameter screen: told of everything that changes.
    func tell(_ screen: Screen) { shown.withLock { $0 = screen } }

    private var screen: Screen? { shown.withLock { $0 } }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await self.follow() }
        } catch is CancellationError {}
    }

    private func follow() async throws {
        var pause = Self.shortestPause
        while true {
            let before = state.withLock { $0.seen }
            do {
                try await watchUntilLost()
                complain("vcd has closed the connection.")
            } catch let error as CancellationError {
                throw error
            } catch {
                complain("\(error)")
            }
            try Task.checkCancellation()
            // One that answered, be it for a moment, is asked again soon.
            pause = state.withLock { $0.seen } > before ? Self.shortestPause : min(pause * 2, Self.longestPause)
            try await Task.sleep(for: pause)
        }
    }

    private func watchUntilLost() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.monitor() }
            group.addTask {
                while true {
                    try await Task.sleep(for: Self.interval)
                    try await self.look()
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func monitor() async throws {
        try await VarlinkClient.withConnection(to: address) { connection in
            let _: API.Monitor.Reply = try await connection.callMore(API.Monitor.fullName, API.Nothing()) { reply in
                if (reply as API.Monitor.Reply).event?.kind == .configurationReloaded { self.configure() }
                try await self.look()
            }
        }
    }

    /// Takes the picture anew.
    private func look() async throws {
        let picture = try await VarlinkClient.withConnection(to: address) { connection in
            let status: API.GetStatus.Reply = try await connection.call(API.GetStatus.fullName, API.Nothing())
            let schedule: API.GetSchedule.Reply = try await connection.call(
                API.GetSchedule.fullName,
                API.GetSchedule.Parameters(days: Self.days)
            )
            return Picture(status: status.status, schedule: schedule)
        }
        let wasSilent = state.withLock { state in
            let wasSilent = state.complaint != nil
            state.picture = picture
            state.seen = .now
            state.silentSince = nil
            state.complaint = nil
            return wasSilent
        }
        if wasSilent { logger.info("vcd answers again.") }
        screen?.refresh()
    }

    private func complain(_ text: String) {
        let isNew = state.withLock { state in
            state.silentSince = state.silentSince ?? .now
            defer { state.complaint = text }
            return state.complaint != text
        }
        if isNew { logger.warning("The screen shows that it waits for vcd.", metadata: ["reason": "\(text)"]) }
        screen?.refresh()
    }

    private func configure() {
        do throws(ConfigurationError) {
            screen?.configure(try ConfigurationLoader.load(inForceUnless: configFile))
        } catch {
            logger.warning("The configuration is refused, and the old one stays.", metadata: ["reason": "\(error)"])
        }
    }
}
