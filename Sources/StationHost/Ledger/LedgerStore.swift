import StationCore

/// The durable record that the station needs. Every method returns when what it wrote is on disk.
public protocol LedgerStore: Sendable {
    /// Why it must not be used any more, though it was opened: its file was removed, replaced or damaged since. Nil
    /// while all is well.
    var loss: LedgerError? { get }

    /// Lets go of the file, for good.
    func close()

    /// What the last process left: read once at start.
    func snapshot() async throws(LedgerError) -> LedgerSnapshot

    /// Gives the next visit its number and sets the dirty mark, in one transaction. Where it is an inmate's turn, the
    /// same transaction gives the entry the visit and counts it for the quota.
    ///
    /// - Parameters:
    ///   - marksRemote: whether an officer has to confirm later that what the client left elsewhere is gone.
    ///   - plan: nil for a decoy's visit.
    ///   - stamp: the day whose report has the visit.
    /// - Throws: `entryGone`, and nothing is changed, when the entry does not wait any more.
    func openVisit(
        at now: Moment,
        marksRemote: Bool,
        plan: VisitPlan?,
        stamp: DayStamp
    ) async throws(LedgerError) -> VisitID

    /// Notes when a visit's client ran, for a visit whose end nobody sees.
    func note(started now: Moment, of visit: VisitID) async throws(LedgerError)

    /// Records how a visit ended, unless that is recorded already. Its entry has been served, or waits again in its
    /// place when the client never started. A `fault` is kept as `power` when the PC has started anew since.
    func closeVisit(_ ended: EndedVisit, at now: Moment) async throws(LedgerError)

    /// Appends a receipt; a clean one clears the dirty mark and a refusal in the same transaction,
    /// any other sets the dirty mark. The receipt is noted with its visit, until one of them is clean.
    func store(_ draft: ReceiptDraft, facts: StationFacts) async throws(LedgerError) -> Receipt

    /// Keeps what a drill showed.
    func record(_ report: DrillReport, at time: WallTime) async throws(LedgerError)

    /// Keeps who asked for what.
    func record(_ request: LedgerRequest) async throws(LedgerError)

    /// The newest receipts, newest first.
    ///
    /// - Parameter finished: when the wipes were done; nil for any time.
    func receipts(limit: Int, finished: Range<WallTime>?) async throws(LedgerError) -> ReceiptList

    /// Holds every receipt against its digest, its number and the one before it.
    ///
    /// - Parameters:
    ///   - head: a digest that somebody wrote down, which one of the receipts must have.
    ///   - written: a receipt that is known to have been written.
    func verifyReceipts(head: String?, written: WrittenReceipt?) async throws(LedgerError) -> ChainVerdict

    /// A day's roster as the station's rules see it.
    func queue(on day: CalendarDay) async throws(LedgerError) -> Queue

    /// A day's roster, in the order of the tickets.
    func entries(on day: CalendarDay) async throws(LedgerError) -> [RosterEntry]

    /// Changes a day's roster by the rules, in one transaction.
    func change(
        _ change: RosterChange,
        rules: RosterRules,
        stamp: DayStamp,
        at now: Moment
    ) async throws(RosterError) -> RosterOutcome

    /// Brings visits and entries, that a clock dated which was set since, to the day that they belong to. What was
    /// recorded in this run of the kernel gets the times that the clock would have shown; what was recorded in an
    /// earlier one, and can't have been on the day that it says, gets today's day.
    func redate(_ order: RedatingOrder) async throws(LedgerError) -> Redating

    /// Forgets who was registered before a day, in the ledger's files themselves; how many they were stays known.
    /// Quota counts go with the month after theirs.
    func forget(before day: CalendarDay) async throws(LedgerError)

    /// What a report needs to know of some days.
    func reportMaterial(days: [ReportDay]) async throws(LedgerError) -> [DayReport]

    /// Notes how long after the PC's start the station was ready; only the first time on a day counts.
    func note(ready sinceBoot: Duration, on day: CalendarDay) async throws(LedgerError)

    /// Notes when the day began to be closed; the last time counts.
    func note(closingAt now: Moment, on day: CalendarDay) async throws(LedgerError)

    /// Notes when the station was off.
    func note(offAt now: Moment, on day: CalendarDay) async throws(LedgerError)

    /// Keeps that the station is locked, through reboots; the first time stands until `unlock`.
    func lock(at time: WallTime) async throws(LedgerError)

    func unlock() async throws(LedgerError)

    /// Keeps what was found of parts, the newest of each for a day.
    func note(_ checks: [CheckResult], on day: CalendarDay, at time: WallTime) async throws(LedgerError)

    /// Keeps that a supervisor has accepted a failing check for a day, with the reason.
    ///
    /// - Returns: all that is accepted for that day.
    func accept(
        _ check: CheckName,
        reason: String,
        on day: CalendarDay,
        at time: WallTime
    ) async throws(LedgerError) -> AcceptedChecks

    /// Keeps the fair share that was accepted for a day; nil takes it back.
    func setSlot(_ length: Duration?, day: CalendarDay) async throws(LedgerError)
}

/// What days are put right by.
public struct RedatingOrder: Sendable {
    /// By a clock that is believed.
    public let now: Moment
    public let stamp: DayStamp
    /// Whose roster holds at an instant.
    public let day: @Sendable (WallTime) -> CalendarDay

    public init(now: Moment, stamp: DayStamp, day: @escaping @Sendable (WallTime) -> CalendarDay) {
        self.now = now
        self.stamp = stamp
        self.day = day
    }
}

/// Why the roster could not be changed.
public enum RosterError: Error, Hashable, Sendable {
    /// The rules refuse it.
    case refused(RosterRefusal)
    case ledger(LedgerError)
}

/// Receipts that were asked for.
public struct ReceiptList: Hashable, Sendable {
    public let receipts: [Receipt]
    /// Those of them whose text can't be read.
    public let unreadable: [ReceiptID]

    public init(receipts: [Receipt], unreadable: [ReceiptID]) {
        self.receipts = receipts
        self.unreadable = unreadable
    }
}

/// A receipt that somebody saw being written.
public struct WrittenReceipt: Hashable, Sendable {
    public let id: ReceiptID
    public let digest: String

    public init(_ receipt: Receipt) {
        id = receipt.id
        digest = receipt.digest
    }
}

/// Who asked for what, as the kernel says it of the caller.
public struct LedgerRequest: Hashable, Sendable {
    public var at: WallTime
    public var verb: String
    public var uid: UInt32
    public var pid: Int32
    public var login: String
    public var isAllowed: Bool
    /// A supervisor's, for what goes against the rules.
    public var reason: String?

    public init(
        at: WallTime,
        verb: String,
        uid: UInt32,
        pid: Int32,
        login: String,
        isAllowed: Bool,
        reason: String? = nil
    ) {
        self.reason = reason
        self.at = at
        self.verb = verb
        self.uid = uid
        self.pid = pid
        self.login = login
        self.isAllowed = isAllowed
    }
}

/// The ledger's state as a starting station needs it.
public struct LedgerSnapshot: Hashable, Sendable {
    /// The dirty mark: a visit began, or a wipe was due, and no clean receipt came after it.
    public var isDirty: Bool
    /// The visit that the dirty mark is about, if it is about one, with the time of the mark.
    public var openVisit: VisitTrace?
    public var lastReceipt: ReceiptID?
    /// Why no visit may start before a wipe that an officer asked for, as after a corrupt ledger was set aside.
    public var refusal: String?
    /// During which run of the kernel the last drill was made; nil if there was none.
    public var lastDrill: String?
    public var lastDrillWasClean: Bool?
    /// What the last visit's client left elsewhere is not confirmed gone.
    public var remoteIsUnconfirmed: Bool
    /// Since when the station is locked; nil while it is not.
    public var lockedAt: WallTime?
    public var slot: AcceptedSlot?
    /// When the call program was tried last.
    public var lastTrial: WallTime?
    /// What was accepted last, with its day.
    public var acceptedChecks: AcceptedChecks?

    public init(
        isDirty: Bool,
        openVisit: VisitTrace?,
        lastReceipt: ReceiptID?,
        refusal: String?,
        lastDrill: String? = nil,
        remoteIsUnconfirmed: Bool = false,
        lockedAt: WallTime? = nil,
        slot: AcceptedSlot? = nil,
        acceptedChecks: AcceptedChecks? = nil,
        lastTrial: WallTime? = nil,
        lastDrillWasClean: Bool? = nil
    ) {
        self.lockedAt = lockedAt
        self.slot = slot
        self.acceptedChecks = acceptedChecks
        self.lastTrial = lastTrial
        self.lastDrillWasClean = lastDrillWasClean
        self.remoteIsUnconfirmed = remoteIsUnconfirmed
        self.lastDrill = lastDrill
        self.isDirty = isDirty
        self.openVisit = openVisit
        self.lastReceipt = lastReceipt
        self.refusal = refusal
    }
}

/// The ledger could not be read or written.
public struct LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: Hashable, Sendable {
        /// Written by a newer vcd: this one must not touch it.
        case newerSchema
        case corrupt
        case diskFull
        case unavailable
        /// The roster's entry that was to have its turn does not wait any more.
        case entryGone
    }

    public let code: Code
    /// What happened, one sentence.
    public let message: String
    /// What to do about it, one sentence.
    public let remedy: String

    public init(_ code: Code, message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    public var description: String { "\(message) \(remedy)" }
}
