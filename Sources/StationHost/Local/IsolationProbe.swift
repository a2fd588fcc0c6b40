import Glibc
import ProcFS
import StationCore
import Subprocess
import SystemPackage

/// Tries whether a visit can be isolated here: the visit's own sandbox, with all of its mounts, around `true`.
struct IsolationProbe {
    let account: ClientAccount
    let sandbox: Sandbox

    private static let errorLimit = 1 << 14

    /// - Throws: `isolationUnavailable`, with what bubblewrap said and what helps against it.
    func require() async throws(HostError) {
        guard access(LocalVisit.program, X_OK) == 0 else {
            throw IsolationFault.noBubblewrap.error
        }
        let command = account.running(LocalVisit.program, sandbox.arguments)
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
        throw IsolationFault(said: said, knobs: NamespaceKnob.refusing()).error
    }
}
