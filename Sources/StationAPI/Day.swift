extension API {
    /// A name in both languages.
    public struct Name: Codable, Sendable, Hashable {
        public var english: String
        public var indonesian: String

        public init(english: String, indonesian: String) {
            self.english = english
            self.indonesian = indonesian
        }
    }

    /// One opening of the station for one category, with the time for registering.
    public struct Window: Codable, Sendable, Hashable {
        public var category: String
        public var name: Name
        public var opens: String
        public var closes: String
        public var registerFrom: String
        public var registerUntil: String

        public init(
            category: String,
            name: Name,
            opens: String,
            closes: String,
            registerFrom: String,
            registerUntil: String
        ) {
            self.category = category
            self.name = name
            self.opens = opens
            self.closes = closes
            self.registerFrom = registerFrom
            self.registerUntil = registerUntil
        }
    }

    /// One day of the schedule. `exception` says why it is not as its weekday is.
    public struct ScheduleDay: Codable, Sendable, Hashable {
        public var date: String
        public var exception: Name?
        public var windows: [Window]

        public init(date: String, exception: Name?, windows: [Window]) {
            self.date = date
            self.exception = exception
            self.windows = windows
        }
    }

    /// An inmate on the way to the room. `overdue`: longer than the configured limit, and may be marked absent.
    public struct Called: Codable, Sendable, Hashable {
        public var ticket: String
        public var calledAt: String
        public var elapsedSeconds: Int
        public var overdue: Bool

        public init(ticket: String, calledAt: String, elapsedSeconds: Int, overdue: Bool) {
            self.ticket = ticket
            self.calledAt = calledAt
            self.elapsedSeconds = elapsedSeconds
            self.overdue = overdue
        }
    }

    /// The fair share: with `waiting` inmates and `leftSeconds` until the session ends, each visit with its
    /// `turnaroundSeconds` would have to take `slotSeconds` instead of `normalSeconds` for all to have their turn.
    /// `fits` is how many come to their turn at that slot, `accepted` whether visits get it.
    public struct Slot: Codable, Sendable, Hashable {
        public var waiting: Int
        public var leftSeconds: Int
        public var turnaroundSeconds: Int
        public var normalSeconds: Int
        public var slotSeconds: Int
        public var fits: Int
        public var accepted: Bool

        public init(
            waiting: Int,
            leftSeconds: Int,
            turnaroundSeconds: Int,
            normalSeconds: Int,
            slotSeconds: Int,
            fits: Int,
            accepted: Bool
        ) {
            self.waiting = waiting
            self.leftSeconds = leftSeconds
            self.turnaroundSeconds = turnaroundSeconds
            self.normalSeconds = normalSeconds
            self.slotSeconds = slotSeconds
            self.fits = fits
            self.accepted = accepted
        }
    }

    /// How today goes. `opens` and `closes` are those of the session that is open now; `nextOpens` is when the next one
    /// begins. `waiting` is how many registered inmates still wait, `next` the ticket whose turn it is. `clockTrusted`
    /// is false while the PC's clock is not synchronised and nobody has confirmed it.
    public struct Today: Codable, Sendable, Hashable {
        public var enforced: Bool
        public var opens: String?
        public var closes: String?
        public var nextOpens: String?
        public var waiting: Int
        public var served: Int
        public var absent: Int
        public var next: String?
        public var called: Called?
        public var slot: Slot?
        public var clockTrusted: Bool

        public init(
            enforced: Bool,
            opens: String?,
            closes: String?,
            nextOpens: String?,
            waiting: Int,
            served: Int,
            absent: Int,
            next: String?,
            called: Called?,
            slot: Slot?,
            clockTrusted: Bool
        ) {
            self.enforced = enforced
            self.opens = opens
            self.closes = closes
            self.nextOpens = nextOpens
            self.waiting = waiting
            self.served = served
            self.absent = absent
            self.next = next
            self.called = called
            self.slot = slot
            self.clockTrusted = clockTrusted
        }
    }
}
