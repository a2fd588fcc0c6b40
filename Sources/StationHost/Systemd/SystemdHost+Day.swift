import FoundationEssentials
import Glibc
import StationCore
import Systemd
import UnitMessages

/// What the visiting day needs of the host.
extension SystemdHost {
    public nonisolated func clockIsSynchronised() async -> Bool { await units.isClockSynchronised() }

    /// As far as the unit that sets the alarm has tried.
    public nonisolated func wakes(at time: WallTime) async -> Bool {
        guard let data = try? Data(contentsOf: URL(filePath: Places.wakeReport)),
            let report = try? JSONDecoder().decode(WakeReport.self, from: data)
        else { return false }
        return report.wakes(at: time.milliseconds / 1_000)
    }

    public func announce(_ ticket: Ticket) async {
        guard !configuration.call.command.isEmpty else { return }
        do {
            // Nothing but a number goes to the unit; its command is root's.
            try notes.note(call: ticket.number)
            try await runOneshot(.announce, .announceFailed) { () async throws(BusError) in
                try await units.restart(.announce)
            }
        } catch {
            logger.warning("\(error)")
        }
    }
}
