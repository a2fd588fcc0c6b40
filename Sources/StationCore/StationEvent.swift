/// What an officer asks of the station.
public enum Request: Hashable, Sendable {
    /// End a running visit, wipe, verify, start the next. `seen` is the visit that the caller sees running.
    case next(seen: VisitID?, ticket: String?)
    case end(seen: VisitID?)
    /// `confirmsRemote`: an officer says that what the client left elsewhere is gone.
    case wipe(seen: VisitID?, confirmsRemote: Bool)
    case prepare
    /// Have a decoy plant tokens, wipe it like any visit, and look for them everywhere.
    case drill(DrillOrder)
    case extend(by: Duration, seen: VisitID?)
    case shutdown
    case cancelShutdown
}

/// Everything that can happen to the station: requests, outcomes of effects, and what the world does by itself.
public enum Event: Hashable, Sendable {
    case request(Request)

    /// The ledger is open. `dirty` is the visit that it knows as not proven wiped; `running` is the visit whose client
    /// still runs on the host, with its clock. `drillIsDue`: the configuration wants one at each start of the PC, and there
    /// was none yet.
    case started(
        dirty: VisitTrace?,
        lastReceipt: ReceiptID?,
        refusal: String?,
        running: RunningVisit?,
        drillIsDue: Bool,
        remoteIsUnconfirmed: Bool
    )
    /// The ledger could not be opened.
    case startedWithoutLedger(Problem)
    /// The daemon is told to leave (SIGTERM).
    case terminate
    case configured(Rules)
    /// Somebody else is switching the PC off or restarting it, and waits for the station for a while.
    case shutdownBegan
    case shutdownGivenUp

    case visitOpened(VisitID)
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
    case poweredOff
    /// The effect under way failed.
    case failed(Problem)
    /// The ledger effect under way failed.
    case ledgerFailed(Problem)

    case clientExited(VisitID, ClientExit)
    case alarm(Alarm)
}

/// A time the station waits for.
public enum Alarm: Hashable, Sendable {
    case warning(VisitID, before: Duration)
    case deadline(VisitID)
    case powerOff
}

/// What the station's owner has to do, in this order. The last one of a list may be one whose outcome comes back as an
/// event; all others are done at once.
public enum Effect: Hashable, Sendable {
    /// Durable: give the visit its number and set the dirty mark, and where wanted the mark that what the client leaves
    /// elsewhere has to be confirmed gone.
    case openVisit(marksRemote: Bool)
    case startClient(VisitOrder, on: CleanHome)
    case closeClient(grace: Duration)
    /// Durable: how the visit ended.
    case recordEnd(VisitID, VisitEnding)
    case destroyHome
    case scan(for: VisitTrace?, ScanDepth)
    /// Durable: the receipt; a clean one clears the dirty mark.
    case storeReceipt(ReceiptDraft)
    /// Look for the drill's tokens. Durable: the result.
    case searchTraces(DrillOrder)
    case makeHome
    case runChecks
    case powerOff

    /// Note the visit's clock where the next daemon finds it, for as long as the PC stays on.
    case remember(RunningVisit)
    case schedule(Alarm, at: BootTime)
    case cancelAlarms
    /// The answer to the request that is being handled.
    case answer(Answer)
    /// An awaited end is reached: callers that wait for it get their reply.
    case settle(Settlement)
    case announce(Notice)
    /// The station is off: the daemon leaves, or lets the PC go down.
    case depart(Departure)

    /// Whether an outcome comes back as an event.
    public var hasOutcome: Bool {
        switch self {
        case .openVisit, .startClient, .closeClient, .recordEnd, .destroyHome, .scan, .storeReceipt,
            .searchTraces, .makeHome, .runChecks, .powerOff:
            true
        case .remember, .schedule, .cancelAlarms, .answer, .settle, .announce, .depart: false
        }
    }
}

/// What a caller waits for.
public enum Wait: Hashable, Sendable, CaseIterable {
    case visit, ready, drill, departure
}

public enum Answer: Hashable, Sendable {
    /// The work is under way; the reply comes with the settlement.
    case wait(Wait)
    /// It is done already.
    case done
    case refused(Refusal)
}

public enum Refusal: Hashable, Sendable {
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
}

/// What the machine needs of the configuration.
public struct Rules: Hashable, Sendable {
    public var length: Duration
    public var warnAt: [Duration]
    public var maxExtension: Duration
    public var closeGrace: Duration
    public var shutdownDelay: Duration
    public var requiredChecks: [String]
    public var rawDevices: [String]
    public var remoteTraces: [String]
    public var confirmsRemoteTraces: Bool

    public init(_ configuration: Configuration) {
        length = configuration.visit.length
        warnAt = configuration.visit.warnAt
        maxExtension = configuration.visit.maxExtension
        closeGrace = configuration.client.closeGrace
        shutdownDelay = configuration.shutdown.delay
        requiredChecks = configuration.checks.required
        rawDevices = configuration.drill.raw
        remoteTraces = configuration.client.remoteTraces
        confirmsRemoteTraces = configuration.client.confirmsRemoteTraces
    }
}
