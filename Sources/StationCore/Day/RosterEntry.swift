/// An inmate's number in the prison's register, the only thing that the station knows of an inmate.
public struct RegisterNumber: Hashable, Sendable {
    /// What a number is made of, for messages.
    public static let allowed = "1 to 32 letters, digits and the signs . / -"

    /// In upper case, so that the same number is the same however it was typed.
    public let text: String

    /// - Parameter typed: blanks around it don't count.
    /// - Returns: nil for anything that is not `allowed`.
    public init?(_ typed: String) {
        var bytes: [UInt8] = []
        for byte in typed.utf8.trimmingBlanks {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): bytes.append(byte - 32)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
                UInt8(ascii: "/"), UInt8(ascii: "-"):
                bytes.append(byte)
            default: return nil
            }
            guard bytes.count <= 32 else { return nil }
        }
        guard !bytes.isEmpty else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }
}

/// How an entry of the roster stands.
public enum EntryState: String, Hashable, Sendable, CaseIterable {
    case waiting, called, visiting, served
    /// Called, did not come, and is off the roster.
    case absent
    /// Taken off by an officer.
    case removed

    /// Whether the entry can have a turn.
    public var awaitsTurn: Bool {
        switch self {
        case .waiting, .called: true
        case .visiting, .served, .absent, .removed: false
        }
    }
}

/// An inmate registered for one day.
public struct RosterEntry: Hashable, Sendable, Identifiable {
    public let id: EntryID
    public let day: CalendarDay
    /// The number that is called out: from 1 on each day, and never given twice.
    public let ticket: Int
    public let number: RegisterNumber
    public let category: CategoryID
    public let visitClass: VisitClass
    public let note: String?
    public var state: EntryState
    /// The order of turns: the smaller comes first.
    public var place: Int
    public let registeredAt: WallTime
    /// Since when the inmate is on the way, or was as the visit began.
    public var calledAt: WallTime?
    public var visit: VisitID?
    /// A supervisor's reason to register the inmate against the rules.
    public let override: String?

    public init(
        id: EntryID,
        day: CalendarDay,
        ticket: Int,
        number: RegisterNumber,
        category: CategoryID,
        visitClass: VisitClass,
        note: String? = nil,
        state: EntryState = .waiting,
        place: Int,
        registeredAt: WallTime,
        calledAt: WallTime? = nil,
        visit: VisitID? = nil,
        override: String? = nil
    ) {
        self.id = id
        self.day = day
        self.ticket = ticket
        self.number = number
        self.category = category
        self.visitClass = visitClass
        self.note = note
        self.state = state
        self.place = place
        self.registeredAt = registeredAt
        self.calledAt = calledAt
        self.visit = visit
        self.override = override
    }

    /// What the entry's turn is known by outside the roster.
    public var turn: Ticket { Ticket(entry: id, number: ticket, category: category, visitClass: visitClass) }
}

extension String.UTF8View {
    /// Without spaces and tabs at either end.
    var trimmingBlanks: Substring.UTF8View {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return self[endIndex...]
        }
        return self[first...last]
    }
}

extension String {
    /// Without spaces and tabs at either end.
    var trimmingBlanks: String { String(Substring(utf8.trimmingBlanks)) }
}
