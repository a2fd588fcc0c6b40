/// What is settled of a visit before it begins.
public struct VisitPlan: Hashable, Sendable {
    /// Whose turn it is; nil for an anonymous visit.
    public let ticket: Ticket?
    /// How long the visit lasts from the start of its clock.
    public let length: Duration
    /// A supervisor's reason to start it against the schedule or without the roster.
    public let override: String?
    /// Where this visit calls, told to its call program alone; nil for the configuration's own.
    public let address: CallAddress?

    public init(ticket: Ticket?, length: Duration, override: String? = nil, address: CallAddress? = nil) {
        self.address = address
        self.ticket = ticket
        self.length = length
        self.override = override
    }

    /// The same once the call program knows where to call: nobody else needs to any more.
    var started: VisitPlan { VisitPlan(ticket: ticket, length: length, override: override) }
}

/// What ended a visit, as reports count it.
public enum EndCause: String, Hashable, Sendable, CaseIterable {
    case officer, time
    /// The call program ended by itself.
    case client
    case network
    /// The PC went off in mid-visit.
    case power
    /// vcd ended in mid-visit, or closing the visit failed.
    case fault
    case panic, shutdown
    /// The call program could not be started.
    case notStarted
}

/// What the ledger is to keep of a visit that has ended.
public struct EndedVisit: Hashable, Sendable {
    public let id: VisitID
    /// Nil for a decoy's visit, which no report counts.
    public let cause: EndCause?
    /// The end in words.
    public let ending: String
    /// When the client ran; nil where it never did, or nobody knows.
    public let startedAt: Moment?
    public let extended: Duration
    public let extensionReasons: [String]
    /// How long the clock was held.
    public let held: Duration

    public init(
        id: VisitID,
        cause: EndCause?,
        ending: String,
        startedAt: Moment? = nil,
        extended: Duration = .zero,
        extensionReasons: [String] = [],
        held: Duration = .zero
    ) {
        self.id = id
        self.cause = cause
        self.ending = ending
        self.startedAt = startedAt
        self.extended = extended
        self.extensionReasons = extensionReasons
        self.held = held
    }
}
