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

    /// Where the daemon answers: `--socket`, `$VCD_SOCKET`, the system's place, the user's own.
    var address: String {
        if let socket { return "unix:\(socket)" }
        if let given = environment("VCD_SOCKET") { return "unix:\(given)" }
        let system = "/run/vcd/control"
        if access(system, F_OK) == 0 { return "unix:\(system)" }
        if let runtime = environment("XDG_RUNTIME_DIR") { return "unix:\(runtime)/vcd/control" }
        return "unix:\(system)"
    }

    /// Runs a verb; what goes wrong is said in the officer's language and becomes the exit code.
    func run(_ body: (Station, Words) async throws -> Void) async throws {
        let words = Words.preferred
        if let host { throw await host.run(words: words) }
        do {
            try await VarlinkClient.withConnection(to: address) { connection in
                try await body(Station(connection: connection, isJSON: json), words)
            }
        } catch let code as ExitCode {
            throw code
        } catch {
            let failure = Failure(error, words: words)
            if json { printLine(failure.json) } else { Terminal.complain(failure.text) }
            throw failure.exitCode
        }
    }

    /// The words with the options of every verb behind the verb, where its parser takes them: `vcctl --json next` is
    /// `vcctl next --json`.
    static func behindTheVerb(_ words: [String]) -> [String] {
        var options: [String] = []
        var rest = words[...]
        while let word = rest.first {
            let name = word.prefix { $0 != "=" }
            guard name == "--json" || name == "--socket" || name == "--host" else { break }
            let takesNext = word == "--socket" || word == "--host"
            options += rest.prefix(takesNext ? 2 : 1)
            rest = rest.dropFirst(takesNext ? 2 : 1)
        }
        guard let verb = rest.first, !verb.hasPrefix("-") else { return words }
        return [verb] + options + rest.dropFirst()
    }

    private func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
