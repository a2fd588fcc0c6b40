/// The number of a roster entry, given by the ledger.
public struct EntryID: Hashable, Sendable, Comparable {
    public let number: Int

    public init(_ number: Int) { self.number = number }

    public static func < (a: EntryID, b: EntryID) -> Bool { a.number < b.number }
}

/// What an entry's turn is known by outside the roster: no personal data.
public struct Ticket: Hashable, Sendable {
    public let entry: EntryID
    /// The number that is called out; from 1 on each day.
    public let number: Int
    public let category: CategoryID
    public let visitClass: VisitClass

    public init(entry: EntryID, number: Int, category: CategoryID, visitClass: VisitClass) {
        self.entry = entry
        self.number = number
        self.category = category
        self.visitClass = visitClass
    }
}

/// Today's roster as the station's rules see it.
public struct Queue: Hashable, Sendable {
    /// Those who can have a turn, called ones too, in the order of their turns.
    public var waiting: [Ticket]
    /// Who is on the way to the room, and since when; one of `waiting`.
    public var called: Called?
    /// How many have had their turn.
    public var served: Int
    /// How many did not come and are off the roster.
    public var absent: Int

    public struct Called: Hashable, Sendable {
        public let entry: EntryID
        public let at: WallTime
        /// The same on the boot clock; nil where the PC has started anew since.
        public let since: BootTime?

        public init(entry: EntryID, at: WallTime, since: BootTime? = nil) {
            self.entry = entry
            self.at = at
            self.since = since
        }
    }

    public static let empty = Queue(waiting: [], called: nil, served: 0, absent: 0)

    public init(waiting: [Ticket], called: Called?, served: Int, absent: Int) {
        self.waiting = waiting
        self.called = called
        self.served = served
        self.absent = absent
    }
}
