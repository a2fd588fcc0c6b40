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
        var options = PlatformOptions()
        if account.isDropped {
            options.userID = account.uid
            options.groupID = account.gid
            options.supplementaryGroups = account.groups
        }
        let said: String
        do {
            let result = try await Subprocess.run(
                .path(FilePath(LocalVisit.program)),
                arguments: [
                    "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent",
                    "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--", "/bin/true",
                ],
                environment: .custom([:]),
                workingDirectory: "/",
                platformOptions: options,
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
