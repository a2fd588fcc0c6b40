import Glibc
import StationCore
import Systemd
import UnitMessages

/// What the visiting day needs of the host.
extension SystemdHost {
    public nonisolated func clockIsSynchronised() async -> Bool { await units.isClockSynchronised() }

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
