/// The command that announces a ticket.
public struct Announcement: Hashable, Sendable {
    /// The program and its arguments.
    public let command: [String]

    /// - Returns: nil where no command is configured.
    public init?(_ call: Configuration.Call, ticket: Int) {
        guard !call.command.isEmpty else { return nil }
        command = call.command.map { word in
            word.split(separator: "{ticket}", omittingEmptySubsequences: false).joined(separator: String(ticket))
        }
    }
}

extension Configuration {
    /// How long a visit runs at the most, with every extension and hold.
    public var longestVisit: Duration {
        let waiting: Duration =
            switch visit.clock {
            case .start: .zero
            case .connected: visit.connectLimit
            }
        return longestLength + visit.maxExtension + visit.maxHold + waiting
    }
}
