import FoundationEssentials
import Glibc
import StationCore
import UnitMessages

/// What vcd writes down in memory that ends with the PC's uptime. Of the running visit: the order for vcd-seat, the clock
/// for the next vcd, and the deadline for everybody; and when the PC is to go off.
struct VisitNotes: Sendable {
    /// - Throws: `clientUnusable` when the notes cannot be written.
    ///
    /// - Parameter clock: nil for a visit that is never adopted.
    func begin(_ order: UnitOrder, _ screen: ScreenOrder, clock: RunningVisit?) throws(HostError) {
        do throws(Problem) {
            try save(order, to: Places.order, mode: 0o640)
            try save(screen, to: Places.screenOrder, mode: 0o640)
            if let clock { try save(clock) }
        } catch {
            throw HostError(
                .clientUnusable,
                message: error.message,
                remedy: "The administrator restarts systemd-tmpfiles-setup.service, or the PC."
            )
        }
    }

    func save(_ visit: RunningVisit) throws(Problem) {
        try save(NotedVisit(visit), to: Places.clock, mode: 0o600)
        try save(PublicVisit(visit), to: Places.publicVisit, mode: 0o644)
    }

    /// The visit that is noted as running; nil if none is, or if the note can't be read: then nothing is adopted.
    func running() -> RunningVisit? {
        guard let data = try? Data(contentsOf: URL(filePath: Places.clock)),
            let noted = try? JSONDecoder().decode(NotedVisit.self, from: data)
        else { return nil }
        return noted.visit
    }

    func save(shutdownAt time: BootTime) throws(Problem) {
        try save(time.sinceBoot.wholeMilliseconds, to: Places.shutdown, mode: 0o600)
    }

    /// When the PC is to go off; nil if nobody noted that, or if the note can't be read: then it stays on.
    var shutdown: BootTime? {
        guard let data = try? Data(contentsOf: URL(filePath: Places.shutdown)),
            let milliseconds = try? JSONDecoder().decode(Int64.self, from: data)
        else { return nil }
        return BootTime(sinceBoot: .milliseconds(milliseconds))
    }

    func forgetShutdown() { unlink(Places.shutdown) }

    /// The ticket that the announcing unit is to call out.
    func note(call ticket: Int) throws(HostError) {
        do throws(Problem) {
            try save(ticket, to: Places.publicCall, mode: 0o644)
        } catch {
            throw HostError(.announceFailed, message: error.message, remedy: error.remedy)
        }
    }

    /// What the unit that looks is to look at.
    func note(_ request: CheckRequest) throws(HostError) {
        do throws(Problem) {
            try save(request, to: Places.checkOrder, mode: 0o644)
        } catch {
            throw HostError(.checkFailed, message: error.message, remedy: error.remedy)
        }
    }

    /// From now on the visit is not adopted any more.
    func forgetClock() {
        unlink(Places.clock)
        unlink(Places.publicVisit)
    }

    func forgetOrder() {
        unlink(Places.order)
        unlink(Places.screenOrder)
    }

    private func save(_ value: some Encodable, to path: String, mode: mode_t) throws(Problem) {
        guard NoteFile.write(value, to: path, mode: mode) else { throw failure(path) }
    }

    private func failure(_ path: String) -> Problem {
        Problem(
            message: "\(path) cannot be written: \(String(cString: strerror(errno))).",
            remedy: "The administrator runs 'systemd-tmpfiles --create'."
        )
    }
}
