import Glibc
import ProcFS
import StationCore
import UnitMessages

/// Announces a ticket in the waiting room, by the configured command. It runs without privilege.
struct TicketCall {
    /// Becomes the command.
    func announce() throws(HelperError) {
        let call = try HelperConfiguration.load().call
        guard let ticket = Self.ticket, ticket > 0 else {
            throw HelperError("\(Places.publicCall) holds no ticket.", remedy: "Call again: 'vcctl call'.")
        }
        guard let announcement = Announcement(call, ticket: ticket) else { return }
        var arguments = announcement.command.map { strdup($0) }
        arguments.append(nil)
        execvp(announcement.command.first ?? "", arguments)
        throw HelperError.system("[call] command '\(announcement.command.first ?? "")' cannot be run")
    }

    private static let mostDigits = 9

    /// What vcd has noted: a few digits.
    private static var ticket: Int? {
        let bytes = ShortFile.read(Places.publicCall, atMost: mostDigits)
        return bytes.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    }
}
