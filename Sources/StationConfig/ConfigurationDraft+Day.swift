import StationCore
import TOMLKit

/// The keys of the visiting day, without the schedule's. Each function returns what is wrong with the value and what is
/// allowed, and nil when it was taken.
extension ConfigurationDraft {
    static let visitLengths: ClosedRange<Duration> = .seconds(1)...longestDay
    private static let longestDay: Duration = .seconds(24 * 3_600)
    private static let longestDelay: Duration = .seconds(3_600)
    private static let mostEntries = 10_000
    private static let mostDays = 3_660
    /// What stands for the number in the command that announces a ticket.
    private static let ticketMark = "{ticket}"

    mutating func setVisit(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        switch key {
        case "length": setDuration(value, Self.visitLengths) { $0.visit.length = $1 }
        case "warn_at": setDurations(value) { $0.visit.warnAt = $1 }
        case "max_extension": setDuration(value, .zero...Self.longestDay) { $0.visit.maxExtension = $1 }
        case "lawyer_length": setDuration(value, Self.visitLengths) { $0.visit.lawyerLength = $1 }
        case "clock": setChoice(value) { $0.visit.clock = $1 }
        case "connect_limit": setDuration(value, .seconds(1)...Self.longestDelay) { $0.visit.connectLimit = $1 }
        case "max_hold": setDuration(value, .zero...Self.longestDelay) { $0.visit.maxHold = $1 }
        default: "unknown key"
        }
    }

    mutating func setRoster(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        switch key {
        case "required": setBool(value) { $0.roster.isRequired = $1 }
        case "capacity": setNumber(value, 1...Self.mostEntries) { $0.roster.capacity = $1 }
        case "quota": setNumber(value, 1...Self.mostEntries) { $0.roster.quota = $1 }
        case "absent": setChoice(value) { $0.roster.absent = $1 }
        case "retention_days": setNumber(value, 1...Self.mostDays) { $0.roster.retentionDays = $1 }
        default: "unknown key"
        }
    }

    mutating func setCall(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        switch key {
        case "limit": return setDuration(value, .seconds(1)...Self.longestDelay) { $0.call.limit = $1 }
        case "command":
            guard let command = strings(value), command.allSatisfy({ !$0.contains("\0") }), command.first != "",
                command.first?.contains(Self.ticketMark) != true
            else {
                let allowed = "a list of strings, a program and its arguments, which \(Self.ticketMark) can stand in"
                return wrong(value, allowed)
            }
            configuration.call.command = command
        default: return "unknown key"
        }
        return nil
    }

    mutating func setSlot(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        switch key {
        case "accept": setChoice(value) { $0.slot.accept = $1 }
        case "minimum": setDuration(value, Self.visitLengths) { $0.slot.minimum = $1 }
        case "turnaround": setDuration(value, .zero...Self.longestDelay) { $0.slot.turnaround = $1 }
        default: "unknown key"
        }
    }

    mutating func setShutdown(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        switch key {
        case "delay": setDuration(value, .zero...Self.longestDelay) { $0.shutdown.delay = $1 }
        case "when_done": setBool(value) { $0.shutdown.whenDone = $1 }
        case "idle": setDuration(value, .seconds(1)...Self.longestDay) { $0.shutdown.idle = $1 }
        case "grace": setDuration(value, .zero...Self.longestDelay) { $0.shutdown.grace = $1 }
        case "wake": setBool(value) { $0.shutdown.wakes = $1 }
        default: "unknown key"
        }
    }
}
