/// One visit as a report shows it.
public struct VisitRecord: Hashable, Sendable, Identifiable {
    public let id: VisitID
    /// The number on the day's roster; nil for an anonymous visit.
    public var ticket: Int?
    public var category: CategoryID?
    public var visitClass: VisitClass
    /// When the visit's dirty mark was written, just before the client started.
    public var markedAt: WallTime
    public var calledAt: WallTime?
    public var startedAt: WallTime?
    public var endedAt: WallTime?
    /// When a clean receipt proved the wipe.
    public var wipedAt: WallTime?
    /// What the visit was given at its start.
    public var length: Duration?
    public var extended: Duration
    public var extensionReasons: [String]
    /// How long the clock was held.
    public var held: Duration
    public var cause: EndCause?
    /// That of the newest wipe of the visit; once one was clean, that one.
    public var receipt: ReceiptID?
    /// Whether that receipt is clean; nil where there is none yet.
    public var isClean: Bool?
    public var override: String?
    /// From the call to the start, by the boot clock; nil where it isn't known, as over a restart of the PC.
    public var calling: Duration?
    /// How long the visit took, by the boot clock.
    public var took: Duration?
    /// From the end of the visit to the proof of its wipe, by the boot clock.
    public var wiping: Duration?
    /// What the clock showed at the visit's mark, where that was found to be wrong later.
    public var clockShowed: WallTime?
    public var clockTrust: ClockTrust

    public init(
        id: VisitID,
        ticket: Int? = nil,
        category: CategoryID? = nil,
        visitClass: VisitClass = .family,
        markedAt: WallTime,
        calledAt: WallTime? = nil,
        startedAt: WallTime? = nil,
        endedAt: WallTime? = nil,
        wipedAt: WallTime? = nil,
        length: Duration? = nil,
        extended: Duration = .zero,
        extensionReasons: [String] = [],
        held: Duration = .zero,
        cause: EndCause? = nil,
        receipt: ReceiptID? = nil,
        isClean: Bool? = nil,
        override: String? = nil,
        calling: Duration? = nil,
        took: Duration? = nil,
        wiping: Duration? = nil,
        clockShowed: WallTime? = nil,
        clockTrust: ClockTrust = .synchronised
    ) {
        self.calling = calling
        self.took = took
        self.wiping = wiping
        self.clockShowed = clockShowed
        self.clockTrust = clockTrust
        self.id = id
        self.ticket = ticket
        self.category = category
        self.visitClass = visitClass
        self.markedAt = markedAt
        self.calledAt = calledAt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.wipedAt = wipedAt
        self.length = length
        self.extended = extended
        self.extensionReasons = extensionReasons
        self.held = held
        self.cause = cause
        self.receipt = receipt
        self.isClean = isClean
        self.override = override
    }

    /// Whether the inmate had a visit.
    public var isServed: Bool { startedAt != nil && endedAt != nil && cause != nil && cause != .notStarted }
}

/// A day that a report is about, and when it is.
public struct ReportDay: Hashable, Sendable {
    public let day: CalendarDay
    /// From the day's first moment to the next day's.
    public let span: Range<WallTime>

    public init(day: CalendarDay, span: Range<WallTime>) {
        self.day = day
        self.span = span
    }
}

/// What is known of one day.
public struct DayReport: Hashable, Sendable {
    public let day: CalendarDay
    /// In the order in which they began.
    public var visits: [VisitRecord]
    /// How many were registered and not taken off again.
    public var registered: Int
    /// How many did not come.
    public var absent: Int
    public var firstRegisteredAt: WallTime?
    public var lastRegisteredAt: WallTime?
    /// From the first to the last registration, by the boot clock; nil where that isn't known.
    public var registering: Duration?
    /// How long after the PC's start the station was ready for the first time on this day.
    public var readyAfter: Duration?
    /// When an officer, or the station, began to close the day.
    public var closingAt: WallTime?
    public var offAt: WallTime?
    /// How long closing the day took, by the boot clock; nil where that isn't known.
    public var closing: Duration?
    /// What was found last of each part whose verdict changed, or was not good from the start.
    public var checks: [CheckRecord]

    public init(
        day: CalendarDay,
        visits: [VisitRecord] = [],
        registered: Int = 0,
        absent: Int = 0,
        firstRegisteredAt: WallTime? = nil,
        lastRegisteredAt: WallTime? = nil,
        registering: Duration? = nil,
        readyAfter: Duration? = nil,
        closingAt: WallTime? = nil,
        offAt: WallTime? = nil,
        closing: Duration? = nil,
        checks: [CheckRecord] = []
    ) {
        self.day = day
        self.visits = visits
        self.registered = registered
        self.absent = absent
        self.firstRegisteredAt = firstRegisteredAt
        self.lastRegisteredAt = lastRegisteredAt
        self.registering = registering
        self.readyAfter = readyAfter
        self.closingAt = closingAt
        self.offAt = offAt
        self.closing = closing
        self.checks = checks
    }
}
