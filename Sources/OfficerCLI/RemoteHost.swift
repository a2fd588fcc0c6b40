import ArgumentParser
import FoundationEssentials
import Glibc
import Subprocess

/// Another PC's station: vcctl runs there, over ssh(1), as podman and docker do it. No port is opened for it.
struct RemoteHost: ExpressibleByArgument {
    static let allowed = "USER@PC, or ssh://USER@PC:PORT"

    let destination: String

    /// What ssh leaves with when the connection failed (ssh(1), EXIT STATUS).
    private static let connectionFailed: Int32 = 255
    /// What env(1) leaves with where a program isn't there.
    private static let notInstalled: Int32 = 127
    /// How long a PC that is off is waited for.
    private static let patience = "ConnectTimeout=20"

    /// Accounts of a domain are `DOMAIN\user`, or have a `+` in them; a PC's name has neither.
    init?(argument: String) {
        func isPlain(_ text: Substring, _ signs: String) -> Bool {
            text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || signs.contains($0)) }
        }
        let pc = argument.lastIndex(of: "@").map { argument[argument.index(after: $0)...] } ?? argument[...]
        let user = argument[..<pc.startIndex]
        // A word that begins with a dash would be an option of ssh.
        guard let first = argument.first, first != "-", !pc.isEmpty, isPlain(pc, ".:/-_[]%"),
            isPlain(user, "@.:/-_[]%+\\")
        else { return nil }
        destination = argument
    }

    /// Runs this very command there, in the officer's language and with a terminal if there is one here.
    ///
    /// - Returns: the exit code: the remote vcctl's own, or that of an unreachable station.
    func run(words: Words) async -> ExitCode {
        let locale = words.pick("C.UTF-8", "id_ID.UTF-8")
        let command = ["env", "LC_ALL=\(locale)", "vcctl"] + Self.withoutHost(CommandLine.arguments.dropFirst())
        // What ssh itself has to say goes into a file, and not between what the other vcctl says.
        let log = SSHLog()
        defer { log?.remove() }
        let arguments =
            [Terminal.canAsk ? "-t" : "-T"] + (log.map { ["-E", $0.path] } ?? ["-q"]) + ["-o", Self.patience]
            + ["--", destination] + command.map(Self.quoted)
        do {
            let result = try await Subprocess.run(
                .name("ssh"),
                arguments: Arguments(arguments),
                input: .currentStandardInput,
                output: .currentStandardOutput,
                error: .currentStandardError
            )
            guard case .exited(let status) = result.terminationStatus, status != Self.connectionFailed else {
                Terminal.complain(words.hostUnreachable(destination, SSHFailure(log: log?.text ?? "")))
                return ExitCode(EX_UNAVAILABLE)
            }
            if status == Self.notInstalled { Terminal.complain(words.noVcctlThere(destination)) }
            return ExitCode(status == Self.notInstalled ? EX_UNAVAILABLE : status)
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

/// The file that ssh writes its own messages to (ssh(1), -E).
private struct SSHLog {
    let path: String
    /// As much as is read of it.
    private static let most = 64 * 1_024

    /// - Returns: nil where no file can be made.
    init?() {
        let folder = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array("\(folder)/vcctl-ssh-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return nil }
        close(descriptor)
        path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    var text: String {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { return "" }
        return String(decoding: data.prefix(Self.most), as: UTF8.self)
    }

    func remove() { unlink(path) }
}
