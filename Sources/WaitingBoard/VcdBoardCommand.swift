import ArgumentParser
import Glibc
import Logging
import ServiceLifecycle
import StationConfig
import StationCore
import Systemd
import UnitMessages

/// The waiting screen's command line.
public struct VcdBoardCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "vcd-board",
        abstract: "Serves the waiting screen's page on this PC. 'vcctl preview waiting' shows it."
    )

    @Option(help: "The configuration file; its drop-ins are in FILE.d/*.toml (default: the one in force).")
    var config: String?

    @Option(help: "vcd's control socket.")
    var socket = "/run/vcd/control"

    @Option(help: "The loopback port, 0 for any that is free (default: [waiting] port).")
    var port: UInt16?

    @Flag(help: "Only tell by the exit code whether [waiting] screen is true.")
    var screenWanted = false

    @Flag(help: "Show a made-up day on a port that is free, and print the page's address.")
    var preview = false

    @Option(help: "With --preview, the one state to show: \(WaitingModel.Kind.allCases.map(\.rawValue)).")
    var state: WaitingModel.Kind?

    public init() {}

    /// Parses the command line, runs, and leaves.
    public static func execute() async { await main() }

    public func validate() throws {
        guard state == nil || preview else { throw ValidationError("--state goes with --preview.") }
    }

    public func run() async throws {
        let configuration: Configuration
        do throws(ConfigurationError) {
            configuration = try loadConfiguration()
        } catch {
            complain("\(error)")
            // As a condition of a unit (systemd.service(5), ExecCondition=) 255 would be a failure.
            throw ExitCode(78)
        }
        if screenWanted { throw configuration.waiting.isOnScreen ? ExitCode.success : ExitCode.failure }
        if JournalLog.isStandardError {
            LoggingSystem.bootstrap { _ in JournalLog(identifier: "vcd-board") }
        } else {
            LoggingSystem.bootstrap { _ in StandardErrorLog() }
        }
        do {
            try await preview ? show(MadeUpDay(configuration, kind: state)) : serve(configuration)
        } catch {
            complain("The page cannot be served: \(error). See which program has the port: ss --listening --processes")
            throw ExitCode(71)
        }
    }

    /// A preview does without a configuration where none was named.
    private func loadConfiguration() throws(ConfigurationError) -> Configuration {
        if preview, config == nil, access(Places.configuration, R_OK) != 0 {
            return Configuration(client: .init(command: ["true"]))
        }
        // What a preview shows is what the files say, whether or not it is in force.
        return try ConfigurationLoader.load(inForceUnless: preview ? config ?? Places.configuration : config)
    }

    private func serve(_ configuration: Configuration) async throws {
        let logger = Logger(label: "vcd-board")
        let watch = StationWatch(address: "unix:\(socket)", configFile: config, logger: logger)
        let screen = Screen(configuration) { watch.knowledge }
        watch.tell(screen)
        let waiting = configuration.waiting
        let own = PageServer(
            host: "127.0.0.1",
            port: Int(port ?? waiting.port),
            screen: screen,
            logger: logger,
            isEssential: true
        ) { port in
            Notify.ready(status: "The waiting screen is on http://127.0.0.1:\(port)/.")
            logger.info("The waiting screen is on http://127.0.0.1:\(port)/.")
        }
        let other = waiting.listen.map {
            PageServer(host: $0.host, port: Int($0.port), screen: screen, logger: logger, isEssential: false)
        }
        try await run([watch, Ticker(screen: screen), own] + (other.map { [$0] } ?? []))
    }

    private func show(_ day: MadeUpDay) async throws {
        let screen = Screen(day.configuration) { day.knowledge }
        let server = PageServer(
            host: "127.0.0.1",
            port: Int(port ?? 0),
            screen: screen,
            logger: Logger(label: "vcd-board"),
            isEssential: true
        ) { port in
            print("http://127.0.0.1:\(port)/")
            fflush(nil)
        }
        try await run([Ticker(screen: screen), server])
    }

    private func run(_ services: [any Service]) async throws {
        var quiet = Logger(label: "vcd-board.services")
        quiet.logLevel = .error
        try await ServiceGroup(
            configuration: .init(
                services: services.map { .init(service: $0) },
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: quiet
            )
        ).run()
    }

    private func complain(_ text: String) {
        StandardError.say(.error, "vcd-board: \(text)")
    }
}

extension WaitingModel.Kind: ExpressibleByArgument {}
