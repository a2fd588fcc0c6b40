import Glibc
import StationCore
import Subprocess
import SystemPackage

/// Tries whether a visit can be isolated here, with a real sandbox around `true`.
struct IsolationProbe {
    let account: ClientAccount

    private static let errorLimit = 1 << 14

    /// - Throws: `isolationUnavailable`, with what bubblewrap said.
    func require() async throws(HostError) {
        guard access(LocalVisit.program, X_OK) == 0 else {
            throw failure("\(LocalVisit.program) is missing", "The administrator installs the package bubblewrap.")
        }
        let command = account.running(
            LocalVisit.program,
            [
                "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--ro-bind",
                "/",
                "/", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--", "/bin/true",
            ]
        )
        let said: String
        do {
            let result = try await Subprocess.run(
                .path(FilePath(command.program)),
                arguments: Arguments(command.arguments),
                environment: .custom([:]),
                workingDirectory: "/",
                output: .discarded,
                error: .string(limit: Self.errorLimit)
            )
            if result.terminationStatus.isSuccess { return }
            said = result.standardError.split(whereSeparator: \.isNewline).last.map(String.init) ?? "no reason given"
        } catch {
            said = "\(error)"
        }
        throw failure(said, "The administrator allows user namespaces (sysctl user.max_user_namespaces) on this PC.")
    }

    private func failure(_ reason: String, _ remedy: String) -> HostError {
        HostError(
            .isolationUnavailable,
            message: "Visits cannot be kept apart on this PC: \(reason).",
            remedy: remedy
        )
    }
}
