/// What the station knows of its day, beside the state that it is in.
struct DayFacts: Hashable, Sendable {
    var queue = Queue.empty
    /// Since when the called ticket is waited for.
    var calledSince: BootTime?
    /// It has been said that nobody came for the called ticket.
    var isOverdueTold = false
    var slot: AcceptedSlot?
    /// The fair share that was last proposed.
    var proposed: FairShare?
    /// The session that was open when the day was last looked at.
    var session: Session?
    /// Nil until the host has said.
    var clockIsSynchronised: Bool?
    /// An officer has said that the clock is right.
    var clockIsConfirmed = false
    /// By how much the wall clock was ahead of the boot clock, in milliseconds.
    var clockOffset: Int64?
    /// Since when nothing happened.
    var quietSince: BootTime?
    /// When the `day` alarm comes.
    var nextLook: BootTime?
    /// An officer has taken back a shutdown: the roster being done does not switch the PC off again.
    var staysOn = false
}

/// The day as everybody may see it.
public struct Today: Hashable, Sendable {
    public struct Called: Hashable, Sendable {
        public let ticket: Ticket
        public let at: WallTime
        public let elapsed: Duration
        /// For longer than the configured limit.
        public let isOverdue: Bool
    }

    public let isEnforced: Bool
    public let session: Session?
    /// When the next session begins, if none is open.
    public let nextOpens: WallTime?
    public let waiting: Int
    public let served: Int
    public let absent: Int
    /// Whose turn it is.
    public let next: Ticket?
    public let called: Called?
    /// The fair share, proposed or accepted.
    public let share: FairShare?
    public let acceptedSlot: Duration?
    /// What a visit takes where nothing else is said of it.
    public let normalLength: Duration
    public let turnaround: Duration
    public let clockIsTrusted: Bool
}
