/// An inmate's number in the prison's register, the only thing that the station knows of an inmate.
public struct RegisterNumber: Hashable, Sendable {
    /// What a number is made of, for messages.
    public static let allowed = "1 to 32 letters, digits and the signs . / -, blanks not counted"

    /// In upper case, so that the same number is the same however it was typed.
    public let text: String

    /// - Parameter typed: blanks don't count, wherever they stand: one prison writes `BI.N 7/2031`, the next `BI.N7/2031`.
    /// - Returns: nil for anything that is not `allowed`.
    public init?(_ typed: String) {
        var bytes: [UInt8] = []
        for scalar in typed.unicodeScalars where !scalar.isBlank {
            switch scalar {
            case "a"..."z": bytes.append(UInt8(scalar.value) - 32)
            case "A"..."Z", "0"..."9", ".", "/", "-": bytes.append(UInt8(scalar.value))
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
    /// The same on the boot clock; nil where the PC has started anew since.
    public var calledSince: BootTime?
    /// Called since being registered or said absent, though perhaps somebody else was called after.
    public var wasCalled: Bool
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
        calledSince: BootTime? = nil,
        wasCalled: Bool = false,
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
        self.calledSince = calledSince
        self.wasCalled = wasCalled
        self.visit = visit
        self.override = override
    }

    /// What the entry's turn is known by outside the roster.
    public var turn: Ticket { Ticket(entry: id, number: ticket, category: category, visitClass: visitClass) }
}
