/// What an officer asks of the station.
public enum Request: Hashable, Sendable {
    /// End a running visit, wipe, verify, start the next. `seen` is the visit that the caller sees running.
    case next(seen: VisitID?, NextOrder)
    case end(seen: VisitID?)
    /// `confirmsRemote`: an officer says that what the client left elsewhere is gone.
    case wipe(seen: VisitID?, confirmsRemote: Bool)
    case prepare
    /// Have a decoy plant tokens, wipe it like any visit, and look for them everywhere.
    case drill(DrillOrder)
    /// Have the call program show that it starts.
    case trial
    case extend(by: Duration, seen: VisitID?, ExtensionGrounds)
    /// The call is connected: the visit's clock begins, where it waits for that.
    case connected(seen: VisitID?)
    /// The network is gone: the visit's clock stands.
    case hold(seen: VisitID?)
    case resume(seen: VisitID?)
    /// The call program is to begin anew, within the visit.
    case restartCall(seen: VisitID?)
    /// Kill, wipe and lock, at once.
    case panic
    case unlock
    case shutdown
    case cancelShutdown
}

/// Whose turn is next, and on whose word.
public struct NextOrder: Hashable, Sendable {
    /// Nil for the first who waits.
    public let ticket: Int?
    /// A supervisor's reason to start the visit against the schedule or without the roster.
    public let override: String?
    /// An officer says that the PC's clock is right.
    public let confirmsClock: Bool
    /// Where the visit calls; nil for where all do.
    public let address: CallAddress?

    public init(
        ticket: Int? = nil,
        override: String? = nil,
        confirmsClock: Bool = false,
        address: CallAddress? = nil
    ) {
        self.ticket = ticket
        self.override = override
        self.confirmsClock = confirmsClock
        self.address = address
    }
}

/// Why a visit is to be lengthened.
public struct ExtensionGrounds: Hashable, Sendable {
    public let reason: String?
    /// A supervisor's reason to go past the end of the session.
    public let override: String?

    public init(reason: String? = nil, override: String? = nil) {
        self.reason = reason
        self.override = override
    }
}

/// What the last process and the host know as the station starts.
public struct Beginning: Hashable, Sendable {
    /// The visit that the ledger knows as not proven wiped.
    public var dirty: VisitTrace?
    public var lastReceipt: ReceiptID?
    public var refusal: String?
    /// The visit whose client still runs on the host, with its clock.
    public var running: RunningVisit?
    /// When the PC was to go off, where the daemon that said so has died since.
    public var offAt: BootTime?
    /// The configuration wants a drill at each start of the PC, and there was none yet.
    public var drillIsDue = false
    /// What the last drill since the PC started showed; nil where there was none.
    public var lastDrillWasClean: Bool?
    public var remoteIsUnconfirmed = false
    /// Since when the station is locked.
    public var lockedAt: WallTime?
    /// The fair share that was accepted, with its day.
    public var slot: AcceptedSlot?
    public var acceptedChecks: AcceptedChecks?
    /// The configuration wants the call program tried at each start of the PC, and it wasn't yet.
    public var trialIsDue = false

    public init() {}
}

/// Everything that can happen to the station: requests, outcomes of effects, and what the world does by itself.
public enum Event: Hashable, Sendable {
    case request(Request)

    /// The ledger is open.
    case started(Beginning)
    /// The ledger could not be opened.
    case startedWithoutLedger(Problem)
    /// The ledger that blocked the station has been opened anew; what it says follows, as at the start.
    case ledgerReopened
    /// The daemon is told to leave (SIGTERM).
    case terminate
    case configured(Rules)
    /// Somebody else is switching the PC off or restarting it, and waits for the station for a while.
    case shutdownBegan
    case shutdownGivenUp

    case visitOpened(VisitID)
    /// The ledger has not opened the visit, and nothing is changed: its ticket is not on the roster any more.
    case visitRefused(Problem)
    case clientStarted
    case clientFailed(Problem)
    /// How the client ended; nil where none ran.
    case clientClosed(ClientExit?)
    case endRecorded
    case homeDestroyed([DestroyedPlace])
    case scanned(ScanResult)
    case receiptStored(Receipt)
    case searched(DrillReport)
    case homeMade
    case checked([CheckResult])
    /// Parts were looked at though no effect asked for it.
    case rechecked([CheckResult])
    /// The ledger keeps what a supervisor has accepted.
    case checksAccepted(AcceptedChecks)
    case poweredOff
    case lockStored
    case lockCleared
    /// The effect under way failed.
    case failed(Problem)
    /// The ledger effect under way failed.
    case ledgerFailed(Problem)

    case clientExited(VisitID, ClientExit)
    /// The seat says what the visit's screen shows.
    case callSeen(VisitID, CallView)
    case alarm(Alarm)
    /// Today's roster is another one by now.
    case queueChanged(Queue)
    /// The fair share was accepted or taken back, and the ledger keeps it.
    case slotChanged(AcceptedSlot?)
    /// Whether the PC's clock is synchronised, as far as the host knows.
    case clockObserved(isSynchronised: Bool)
}

/// A time the station waits for.
public enum Alarm: Hashable, Sendable {
    case warning(VisitID, before: Duration)
    case deadline(VisitID)
    /// The visit's clock begins by itself.
    case clockStart(VisitID)
    /// The visit's clock has been held for too long.
    case holdLimit(VisitID)
    case powerOff
    /// The day's rules have something to look at: a session's begin or end, a call that nobody answers.
    case day
}

/// What the station's owner has to do, in this order. The last one of a list may be one whose outcome comes back as an
/// event; all others are done at once.
public enum Effect: Hashable, Sendable {
    /// Durable: give the visit its number, bind its ticket (no plan for a decoy's) and set the dirty mark, and where wanted the mark that what the client leaves
    /// elsewhere has to be confirmed gone.
    case openVisit(VisitPlan?, marksRemote: Bool)
    case startClient(VisitOrder, on: CleanHome)
    case closeClient(grace: Duration)
    /// Durable: how the visit ended.
    case recordEnd(EndedVisit)
    case destroyHome
    case scan(for: VisitTrace?, ScanDepth)
    /// Durable: the receipt; a clean one clears the dirty mark.
    case storeReceipt(ReceiptDraft)
    /// Look for the drill's tokens. Durable: the result.
    case searchTraces(DrillOrder)
    case makeHome
    case runChecks(CheckTask)
    case powerOff
    /// Durable: the station is locked since `WallTime`.
    case storeLock(WallTime)
    /// Durable: the lock is taken off.
    case clearLock

    /// Note the visit's clock where the next daemon finds it, for as long as the PC stays on.
    case remember(RunningVisit)
    /// Note there when the PC is to go off, for a shutdown that was told must not be forgotten; nil: it is to stay on.
    case noteShutdown(at: BootTime?)
    /// A `day` alarm takes the place of the one before.
    case schedule(Alarm, at: BootTime)
    /// All but the `day` alarm.
    case cancelAlarms
    /// The client is to be killed now, whatever start or polite close is under way, and a look at the parts is to end.
    case hasten
    /// The seat is to end the client of the visit and to begin it anew, with the same home and the same address.
    case restartClient(VisitID)
    /// The answer to the request that is being handled.
    case answer(Answer)
    /// An awaited end is reached: callers that wait for it get their reply.
    case settle(Settlement)
    /// What a trial of the call program showed.
    case found(CheckResult)
    case announce(Notice)
    /// The station is off: the daemon leaves, or lets the PC go down.
    case depart(Departure)

    /// Whether an outcome comes back as an event.
    public var hasOutcome: Bool {
        switch self {
        case .openVisit, .startClient, .closeClient, .recordEnd, .destroyHome, .scan, .storeReceipt,
            .searchTraces, .makeHome, .runChecks, .powerOff, .storeLock, .clearLock:
            true
        case .remember, .noteShutdown, .schedule, .cancelAlarms, .hasten, .restartClient, .answer, .settle, .found,
            .announce, .depart:
            false
        }
    }
}

/// What a caller waits for.
public enum Wait: Hashable, Sendable, CaseIterable {
    case visit, ready, drill, departure, locked
}

public enum Answer: Hashable, Sendable {
    /// The work is under way; the reply comes with the settlement.
    case wait(Wait)
    /// It is done already.
    case done
    case refused(Refusal)
}

public enum Refusal: Error, Hashable, Sendable {
    case busy
    case blocked(Blocked)
    case stale(seen: VisitID, running: VisitID?)
    case noVisit
    case extensionTooLong(allowed: Duration)
    /// An officer has to confirm first that these are gone.
    case remoteTraces([String])
    /// A device that the configuration doesn't name.
    case deviceNotConfigured(String, allowed: [String])
    case notShuttingDown
    case shuttingDown
    case locked(since: WallTime)
    /// `opens` is when the next session begins.
    case outsideSchedule(opens: WallTime?)
    case nobodyWaiting
    case noSuchTicket(Int)
    /// The PC's clock is not synchronised, and nobody has said that it is right.
    case clockUnsure
    /// The visit's clock does not stand so that this could be done.
    case wrongClock(VisitClock)
    /// What is wrong with the visit's own address, and what is allowed.
    case address(AddressComplaint, allowed: [AddressPattern])
}

/// Why a visit cannot begin with the address that it was given, or with none.
public enum AddressComplaint: Hashable, Sendable {
    case missing
    /// All visits call at the same place.
    case unwanted
    /// Of the address only where it leads is said again.
    case notAllowed(origin: String)
}

/// An awaited end.
public enum Settlement: Hashable, Sendable {
    case visit(RunningVisit)
    case ready(CleanHome)
    case clientFailed(Problem)
    case drilled(DrillReport)
    case blocked(Blocked)
    case departing(offAt: BootTime?)
    /// Waits for visit and ready are off: the station goes down.
    case shuttingDown
    case locked
    /// All waits but those for the lock are off.
    case cutByPanic(since: WallTime)
    /// Waits for the departure are off.
    case shutdownCancelled
}

/// Something worth telling everybody who listens.
public enum Notice: Hashable, Sendable {
    case visitStarted(RunningVisit)
    /// The visit was started by the daemon before this one, and goes on.
    case visitAdopted(RunningVisit)
    case visitWarning(VisitID, remaining: Duration)
    case visitExtended(RunningVisit, by: Duration)
    case visitEnded(VisitID, VisitEnding)
    case wiped(Receipt)
    case drilled(DrillReport)
    case blocked(Blocked)
    case shutdownAnnounced(offAt: BootTime)
    /// The PC is going down, and not by `vcctl`.
    case shutdownPrepared
    case shutdownCancelled
    case visitConnected(RunningVisit)
    case visitHeld(RunningVisit)
    case visitResumed(RunningVisit)
    /// An officer has the call program begin anew.
    case callRestarted(RunningVisit)
    /// What the visit's screen shows is worth a look now, or is again as it should be.
    case callChanged(RunningVisit, before: CallView)
    case called(Ticket)
    /// Nobody has come for this ticket within the limit.
    case callUnanswered(Ticket)
    case rosterChanged(waiting: Int)
    case sessionOpened(closes: WallTime)
    /// `running` is the visit that still has its time.
    case sessionEnded(waiting: Int, running: VisitID?)
    case slotProposed(FairShare)
    /// Nil where visits have their normal length again.
    case slotAccepted(Duration?)
    /// The PC's clock was set, forward where positive.
    case clockJumped(by: Duration)
    case locked
    case unlocked
}
