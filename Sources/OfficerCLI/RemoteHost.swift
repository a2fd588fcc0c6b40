import ArgumentParser
import Glibc
import Subprocess

/// Another PC's station: vcctl runs there, over ssh(1), as podman and docker do it. No port is opened for it.
struct RemoteHost: ExpressibleByArgument {
    static let allowed = "USER@PC, or ssh://USER@PC:PORT"

    private let destination: String

    /// What ssh leaves with when the connection failed (ssh(1), EXIT STATUS).
    private static let connectionFailed: Int32 = 255

    init?(argument: String) {
        let isPlain = argument.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "@.:/-_[]%".contains($0)) }
        // A word that begins with a dash would be an option of ssh.
        guard let first = argument.first, first != "-", isPlain else { return nil }
        destination = argument
    }

    /// Runs this very command there, in the officer's language and with a terminal if there is one here.
    ///
    /// - Returns: the exit code: the remote vcctl's own, or that of an unreachable station.
    func run(words: Words) async -> ExitCode {
        let locale = words.pick("C.UTF-8", "id_ID.UTF-8")
        let command = ["env", "LC_ALL=\(locale)", "vcctl"] + Self.withoutHost(CommandLine.arguments.dropFirst())
        let terminal = Terminal.canAsk ? ["-t", "-q"] : ["-T"]
        let arguments = terminal + ["--", destination] + command.map(Self.quoted)
        do {
            let result = try await Subprocess.run(
                .name("ssh"),
                arguments: Arguments(arguments),
                input: .currentStandardInput,
                output: .currentStandardOutput,
                error: .currentStandardError
            )
            guard case .exited(let status) = result.terminationStatus, status != Self.connectionFailed else {
                Terminal.complain(words.hostUnreachable(destination))
                return ExitCode(EX_UNAVAILABLE)
            }
            return ExitCode(status)
        } catch {
            Terminal.complain(words.noSSH)
            return ExitCode(EX_UNAVAILABLE)
        }
    }

    /// The words of this command without the one that names the host.
    static func withoutHost(_ words: some Sequence<String>) -> [String] {
        var kept: [String] = []
        var skipsNext = false
        for word in words {
            if skipsNext {
                skipsNext = false
            } else if word == "--host" {
                skipsNext = true
            } else if !word.hasPrefix("--host=") {
                kept.append(word)
            }
        }
        return kept
    }

    /// One word for the remote shell, whatever is in it (sh(1), single quotes).
    static func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
