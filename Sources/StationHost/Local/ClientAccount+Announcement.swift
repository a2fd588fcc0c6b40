import StationCore
import Subprocess
import SystemPackage

extension ClientAccount {
    /// Runs the command that announces a ticket, and waits for it.
    func run(_ announcement: Announcement) async throws(HostError) {
        let run = running(announcement.command.first ?? "", Array(announcement.command.dropFirst()))
        let reason: String
        do {
            let result = try await Subprocess.run(
                run.program.contains("/") ? .path(FilePath(run.program)) : .name(run.program),
                arguments: Arguments(run.arguments),
                workingDirectory: "/",
                output: .discarded,
                error: .discarded
            )
            if result.terminationStatus.isSuccess { return }
            reason = "\(result.terminationStatus)"
        } catch {
            reason = "\(error)"
        }
        throw HostError(
            .announceFailed,
            message: "[call] command did not announce the ticket: \(reason).",
            remedy: "Call the inmate out; the administrator looks at [call] command in vcd.toml."
        )
    }
}
