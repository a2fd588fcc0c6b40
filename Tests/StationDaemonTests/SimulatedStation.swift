import Glibc
import Logging
import StationAPI
import StationCore
import StationHost
import Synchronization
import Varlink

@testable import StationDaemon

/// vcd with its ledger and its socket, on a simulated PC: from when it is switched on until it is off.
final class SimulatedStation: Sendable {
    struct NotAtRest: Error {}

    let clock: SimulatedClock
    let host: SimulatedHost
    let station: Station
    let folder: String
    private let socket: String
    private let heard = Mutex<[News]>([])

    private init(clock: SimulatedClock, host: SimulatedHost, station: Station, folder: String, socket: String) {
        self.folder = folder
        self.clock = clock
        self.host = host
        self.station = station
        self.socket = socket
    }

    /// Everything that was told, from the start on.
    var news: [News] { heard.withLock { $0 } }

    /// Runs a station while `body` runs; then it is gone at once, as in a power cut, unless it went off by itself.
    ///
    /// - Parameters:
    ///   - folder: where its ledger is.
    ///   - start: when the PC is switched on.
    ///   - boot: which run of the kernel this is.
    static func run(
        in folder: String,
        _ configuration: Configuration,
        start: WallTime,
        boot: String,
        isSynchronised: Bool = true,
        _ body: @Sendable @escaping (SimulatedStation) async throws -> Void
    ) async throws {
        let clock = SimulatedClock(Moment(wall: start, boot: BootTime(sinceBoot: .seconds(20))))
        let host = SimulatedHost()
        host.synchronise(isSynchronised)
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let ledger = LedgerDoor { (isAfterLoss) throws(LedgerError) -> any LedgerStore in
            try Ledger.open(
                at: "\(folder)/ledger.db",
                now: clock.now(),
                quotaKey: "\(folder)/quota.key",
                boot: boot,
                isAfterLoss: isAfterLoss
            )
        }
        let runner = EffectRunner(
            host: host,
            ledger: ledger,
            clock: clock,
            reports: "\(folder)/reports",
            drillsAtStart: false,
            triesAtStart: false
        )
        let station = Station(configuration, runner: runner, logger: quiet)
        let access = AccessKeeper(Access(table: nil, visitor: nil))
        let interface = StationInterface(
            station: station,
            host: host,
            ledger: ledger,
            access: access,
            callerLog: CallerLog(ledger: ledger, now: { clock.now() }, logger: quiet),
            now: { clock.now() }
        )
        let server = try VarlinkServer(
            identity: .init(vendor: "v", product: "p", version: "1", url: "u"),
            interfaces: [try interface.interface()],
            limits: .init(),
            admit: { _ in true },
            logger: quiet
        )
        let socket = "\(folder)/control-\(UInt32.random(in: .min ... .max))"
        let (ready, isReady) = AsyncStream.makeStream(of: Void.self)
        let simulated = SimulatedStation(clock: clock, host: host, station: station, folder: folder, socket: socket)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (_, news) = await station.subscribe()
            group.addTask { for await item in news { simulated.heard.withLock { $0.append(item) } } }
            group.addTask { _ = await station.run() }
            group.addTask { try await server.run(on: .path(socket, mode: 0o600)) { isReady.yield() } }
            for await _ in ready { break }
            try await simulated.settle()
            try await body(simulated)
            server.close()
            group.cancelAll()
            try? await group.waitForAll()
        }
    }

    func call<M: StationMethod>(_ method: M.Type, _ parameters: M.Parameters) async throws -> M.Reply {
        try await VarlinkClient.withConnection(to: "unix:\(socket)") { connection in
            try await connection.call(M.fullName, parameters)
        }
    }

    /// - Returns: the name of the error that a call is refused with; nil when it isn't.
    func refusal<M: StationMethod>(_ method: M.Type, _ parameters: M.Parameters) async throws -> String? {
        do {
            _ = try await call(method, parameters)
            return nil
        } catch let error as VarlinkError {
            return error.name.split(separator: ".").last.map(String.init)
        }
    }

    /// Lets time pass, alarm by alarm.
    func pass(_ duration: Duration) async throws {
        try await settle()
        let limit = clock.now().boot + duration
        while clock.step(to: limit) { try await settle() }
    }

    func pass(until time: WallTime) async throws {
        try await pass(.milliseconds(time.milliseconds - clock.now().wall.milliseconds))
    }

    /// Lets time pass until the PC is off, for a day at the most.
    func passUntilOff() async throws {
        try await settle()
        let limit = clock.now().boot + .seconds(86_400)
        while !host.isOff, clock.step(to: limit) { try await settle() }
    }

    /// Waits until the station is ready, without time passing.
    func untilReady() async throws {
        for _ in 0..<20_000 {
            if await station.status.state == .ready { return try await settle() }
            try await Task.sleep(for: .microseconds(200))
        }
        throw NotAtRest()
    }

    /// Waits until the station has heard every alarm and has nothing left to do.
    func settle() async throws {
        for _ in 0..<20_000 {
            // The state first: once it has started, nothing is counted too late.
            let hasStarted = await station.status.state != .starting
            let tally = await station.tally
            let isHeard = (clock.asked, clock.woken) == (tally.alarmsSet, tally.alarmsHeard)
            if hasStarted, isHeard, tally.workLeft == 0 { return }
            try await Task.sleep(for: .microseconds(200))
        }
        throw NotAtRest()
    }
}
