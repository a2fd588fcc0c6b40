import StationConfig
import ArgumentParser
import Glibc
import Logging
import StationCore
import StationHost
import Systemd
import UnitMessages

/// The daemon's command line.
public struct VcdCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "vcd",
        abstract: "The daemon of the video-call PC. Officers use vcctl.",
        version: Version.current
    )

    @Flag(help: "Run on the embedded host: bubblewrap instead of systemd's units, no root needed.")
    var local = false

    @Option(help: "Directory for the socket, the lock and the ledger (default: $XDG_RUNTIME_DIR/vcd).")
    var root: String?

    @Option(help: "The configuration file; its drop-ins are in FILE.d/*.toml.")
    var config = "/etc/vcd/vcd.toml"

    @Option(help: ArgumentHelp("Check a configuration file with its drop-ins, then leave.", valueName: "file"))
    var checkConfig: String?

    @Option(
        help: ArgumentHelp(
            "Write a whole copy of a ledger to the standard output, also while a vcd uses it, then leave.",
            valueName: "file"
        )
    )
    var copyLedger: String?

    @Flag(help: "Log every step.")
    var verbose = false

    public init() {}

    /// Parses the command line, runs, and leaves.
    ///
    /// - Parameter hook: what is told of each effect; nil in what ships.
    public static func execute(hook: EffectHook? = nil) async {
        do {
            try await parse().run(hook)
        } catch {
            exit(withError: error)
        }
    }

    private func run(_ hook: EffectHook?) async throws {
        do {
            if let checkConfig {
                _ = try ConfigurationLoader.load(file: checkConfig)
                print("\(checkConfig): the configuration is good.")
            } else if let copyLedger {
                try LedgerCopy.write(of: copyLedger, to: STDOUT_FILENO)
            } else {
                try await serve(hook)
            }
        } catch let error as ConfigurationError {
            complain("\(error)")
            throw ExitCode(78)
        } catch let error as StartError {
            complain(error.description)
            throw ExitCode(error.exitCode)
        } catch let error as LedgerCopy.Failure {
            complain("\(error)")
            throw ExitCode(error.exitCode)
        }
    }

    private func serve(_ hook: EffectHook?) async throws {
        try OpenFileLimit.require()
        let level: Logger.Level = verbose ? .debug : .info
        if JournalLog.isStandardError {
            LoggingSystem.bootstrap { _ in JournalLog(identifier: "vcd", logLevel: level) }
        } else {
            LoggingSystem.bootstrap { _ in StandardErrorLog(logLevel: level) }
        }
        guard local || root == nil else {
            throw StartError(
                "--root is for the embedded host; under systemd the places are fixed.",
                remedy: "Run 'vcd --local --root DIR --config FILE'.",
                exitCode: 64
            )
        }
        let setting: Setting = local ? .local(LocalPaths(root: try Self.root(given: root))) : .systemd
        try await Composition(configFile: config, setting: setting, hook: hook).run()
    }

    /// The root directory, made if it is not there yet.
    private static func root(given: String?) throws(StartError) -> String {
        let path: String
        if let given {
            path = given
        } else if let runtime = getenv("XDG_RUNTIME_DIR").map({ String(cString: $0) }), !runtime.isEmpty {
            path = runtime + "/vcd"
        } else {
            throw StartError(
                "There is no place for the socket and the ledger: XDG_RUNTIME_DIR is not set.",
                remedy: "Give one with --root DIR.",
                exitCode: 64
            )
        }
        guard mkdir(path, 0o755) == 0 || errno == EEXIST, let real = realpath(path, nil) else {
            throw StartError(
                "The root directory \(path) cannot be made: \(String(cString: strerror(errno))).",
                remedy: "Give --root a directory that this account can write to.",
                exitCode: 73
            )
        }
        defer { free(real) }
        return String(cString: real)
    }

    private func complain(_ text: String) { StandardError.say(.error, text) }
}
