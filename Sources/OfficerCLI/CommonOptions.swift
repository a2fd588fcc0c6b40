import ArgumentParser
import Glibc
import StationAPI
import Varlink

/// The options that every verb has.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The daemon's socket.", valueName: "path"), completion: .file())
    var socket: String?

    @Option(help: ArgumentHelp("Another PC's station, over ssh: \(RemoteHost.allowed).", valueName: "user@pc"))
    var host: RemoteHost?

    @Flag(help: "Print the daemon's replies as they came, one JSON object a line.")
    var json = false

    @Option(help: "Whatever the locale says, speak English or Indonesian (bahasa).")
    var lang: Words.Language?

    private static let systemSocket = "/run/vcd/control"
    private static let systemAddress = "unix:\(systemSocket)"

    /// The language that was asked for, or else that of the environment.
    var words: Words { lang.map(Words.init) ?? Words.preferred }

    /// Where the daemon answers: `--socket`, `$VCD_SOCKET`, the system's place, the user's own.
    var address: String {
        if let socket { return "unix:\(socket)" }
        if let given = environment("VCD_SOCKET") { return "unix:\(given)" }
        if access(Self.systemSocket, F_OK) == 0 { return Self.systemAddress }
        if let runtime = environment("XDG_RUNTIME_DIR") { return "unix:\(runtime)/vcd/control" }
        return Self.systemAddress
    }

    private static let patience = Patience(quiet: .seconds(10), answer: .seconds(10))
    /// A daemon that hangs is ended by its watchdog after 20 s, and the next one carries out what is urgent.
    private static let patienceOfUrgent = Patience(quiet: .seconds(15), answer: .seconds(30))

    /// Runs a verb; what goes wrong is said in the officer's language and becomes the exit code.
    ///
    /// - Parameter isUrgent: it is said once more where the daemon goes away before it has answered.
    func run(isUrgent: Bool = false, _ body: (Station, Words) async throws -> Void) async throws {
        try await run(isUrgent: isUrgent) { _ in
        } then: { station, words, _ in
            try await body(station, words)
        }
    }

    /// Runs a verb that needs something from the standard input.
    ///
    /// - Parameters:
    ///   - isUrgent: it is said once more where the daemon goes away before it has answered.
    ///   - read: done before the daemon is called, which does not wait for a person who types.
    func run<Input>(
        isUrgent: Bool = false,
        reading read: (Words) throws -> Input,
        then body: (Station, Words, Input) async throws -> Void
    ) async throws {
        let words = words
        let patience = isUrgent ? Self.patienceOfUrgent : Self.patience
        if let host { throw await host.run(words: words) }
        do {
            let input = try read(words)
            func converse() async throws {
                try await VarlinkClient.withConnection(to: address, patience: patience) { connection in
                    try await body(Station(connection: connection, isJSON: json), words, input)
                }
            }
            do {
                try await converse()
            } catch let lost as ConnectionLost where isUrgent {
                // systemd holds the socket until the next daemon answers; where nobody does, there is none.
                do { try await converse() } catch is ConnectError { throw lost }
            }
        } catch let code as ExitCode {
            throw code
        } catch {
            let failure = Failure(await explained(error), words: words)
            if json { printLine(failure.json) } else { Terminal.complain(failure.text) }
            throw failure.exitCode
        }
    }

    /// Why the system's vcd does not answer, where systemd knows of it.
    private func explained(_ error: any Error) async -> any Error {
        guard address == Self.systemAddress, error is ConnectError || error is ServiceSilent else { return error }
        return await UnitReport.of("vcd.service").map(DaemonDown.init) ?? error
    }

    /// One that is empty counts as unset (XDG Base Directory Specification).
    private func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
