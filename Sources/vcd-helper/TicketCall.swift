import Glibc
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

    /// What vcd has noted: a few digits in a plain file, whatever a vcd that was taken over put there.
    private static var ticket: Int? {
        let descriptor = open(Places.publicCall, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: mostDigits + 1)
        let count = read(descriptor, &bytes, bytes.count)
        guard (1...mostDigits).contains(count) else { return nil }
        return Int(String(decoding: bytes.prefix(count), as: UTF8.self))
    }
}
