import Glibc
import Logging
import ServiceLifecycle
import StationConfig
import StationCore
import StationHost
import Systemd
import UnitMessages
import UnixSignals
import Varlink

/// Puts the daemon together: each part is made once and handed what it needs.
struct Composition {
    let configFile: String
    let setting: Setting
    let hook: EffectHook?

    func run() async throws {
        let logger = Logger(label: "vcd")
        // A reader of our log or socket that goes away must not end the daemon.
        signal(SIGPIPE, SIG_IGN)
        let listener = try setting.listener()
        let lock = try InstanceLock(path: setting.lock)
        defer { withExtendedLifetime(lock) {} }

        let (configuration, refusal) = try configurationAtStart()
        configuration.schedule.zone.show()
        let ledger = Self.openLedger(setting, logger: logger)
        defer { ledger.close() }
        let host = try makeHost(configuration, logger)
        let runner = EffectRunner(
            host: host,
            ledger: ledger,
            clock: PCClock(),
            reports: setting.reports,
            drillsAtStart: configuration.drill.atStart,
            triesAtStart: configuration.checks.startsAtStart
        )
        let station = Station(configuration, runner: runner, hook: hook, logger: logger)
        if let refusal { await station.configurationRefused("\(refusal)") }
        let access = AccessKeeper(Access(configuration, setting))
        let interface = StationInterface(
            station: station,
            host: host,
            ledger: ledger,
            access: access,
            callerLog: CallerLog(ledger: ledger, now: SystemClock.now, logger: logger),
            now: SystemClock.now
        )
        let server = try VarlinkServer(
            identity: .init(
                vendor: "vcd",
                product: "vcd, the station of the video-call PC",
                version: Version.current,
                url: "https://varlink.org"
            ),
            interfaces: [try interface.interface()],
            limits: .init(),
            admit: { access.admits($0) },
            logger: logger
        )
        let reloader = Reloader(
            configFile: configFile,
            station: station,
            host: host,
            access: access,
            setting: setting
        )
        // Its words are about our insides; they are of use only when something fails.
        var groupLogger = Logger(label: "vcd.services")
        groupLogger.logLevel = .warning
        try await ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: HostService(host: host)),
                    .init(
                        service: ServerService(server: server, listener: listener),
                        failureTerminationBehavior: .gracefullyShutdownGroup
                    ),
                    .init(service: reloader),
                    .init(service: StatusTeller(station: station)),
                    .init(service: Watchdog(station: station)),
                    .init(
                        service: StationService(station: station),
                        successTerminationBehavior: .gracefullyShutdownGroup
                    ),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: groupLogger
            )
        ).run()
    }

    /// What is in force, and what is wrong with a newer one. Under systemd a bad configuration keeps no vcd from its work:
    /// the last good one holds, and where there is none no home can be made, so that the station is blocked; who asks
    /// gets to know why, and a panic is carried out.
    private func configurationAtStart() throws(ConfigurationError) -> (Configuration, ConfigurationError?) {
        var refusal: ConfigurationError?
        do throws(ConfigurationError) {
            _ = try ConfigurationLoader.load(file: configFile)
        } catch {
            refusal = error
        }
        do throws(ConfigurationError) {
            return (try setting.configurationInForce(takenOf: configFile), refusal)
        } catch {
            switch setting {
            case .local: throw error
            case .systemd: return (Self.withNothingInForce, refusal ?? error)
            }
        }
    }

    /// The package's groups may do what they always may.
    private static var withNothingInForce: Configuration {
        var access = Configuration.Access()
        access.observe = ["vcd-observer"]
        access.operate = ["vcd-officer"]
        access.supervise = ["vcd-supervisor"]
        var configuration = Configuration(client: .init(command: []))
        configuration.access = access
        return configuration
    }

    private func makeHost(_ configuration: Configuration, _ logger: Logger) throws -> any Host {
        switch setting {
        case .local(let paths):
            return LocalHost(configuration: configuration, paths: paths, programs: Self.ownFolder(), logger: logger)
        case .systemd:
            return SystemdHost(configuration: configuration, bus: try Bus(.system), logger: logger)
        }
    }

    /// A ledger that can't be opened doesn't stop the daemon: it says why to everybody who asks.
    private static func openLedger(_ setting: Setting, logger: Logger) -> LedgerDoor {
        let door = LedgerDoor { (isAfterLoss) throws(LedgerError) -> any LedgerStore in
            let ledger = try Ledger.open(
                at: setting.ledger,
                now: SystemClock.now(),
                quotaKey: setting.quotaKey,
                isAfterLoss: isAfterLoss
            )
            if let fault = ledger.quotaFault { logger.warning("\(fault)") }
            return ledger
        }
        do throws(LedgerError) {
            _ = try door.get()
        } catch {
            logger.error("\(error)")
        }
        return door
    }

    /// The folder that vcd is installed in, and its other programs beside it.
    private static func ownFolder() -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let own = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        return own.lastIndex(of: "/").map { String(own[...$0]) } ?? ""
    }
}
