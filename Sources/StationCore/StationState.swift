/// Where the station stands, as everybody outside sees it (DESIGN.md, "Station states").
public enum StateName: String, Hashable, Sendable, CaseIterable {
    case starting, preparing, ready, visiting, closing, wiping, blocked, locked, ending, off
}

/// What becomes of a running visit when the daemon leaves.
public enum VisitSurvival: Hashable, Sendable {
    /// It ends with the daemon: LocalHost.
    case endsWithDaemon
    /// It goes on, and the next daemon adopts it: SystemdHost.
    case survivesDaemon
}

/// How a visit came to its end.
public enum VisitEnding: Hashable, Sendable, CustomStringConvertible {
    case timeUp
    case requested
    /// The network was gone for too long, or when an officer ended it.
    case networkLost
    /// An officer asked for `panic`.
    case panicked
    case clientExited(ClientExit)
    case departing
    case notStarted
    /// It was a drill's.
    case drilled
    /// It was a trial of the call program.
    case triedOut
    /// The daemon or the PC stopped in mid-visit, or closing it failed.
    case interrupted

    public var description: String {
        switch self {
        case .timeUp: "time is up"
        case .requested: "ended by the officer"
        case .networkLost: "the network was gone"
        case .panicked: "panic: ended at once"
        case .clientExited(let exit): "the call program ended by itself: \(exit)"
        case .departing: "the station is closing down"
        case .notStarted: "the call program could not be started"
        case .drilled: "it was a drill"
        case .triedOut: "it was a trial of the call program"
        case .interrupted: "interrupted"
        }
    }

    /// What reports count it as; nil for what was no inmate's visit.
    public var cause: EndCause? {
        switch self {
        case .timeUp: .time
        case .requested: .officer
        case .networkLost: .network
        case .panicked: .panic
        case .clientExited: .client
        case .departing: .shutdown
        case .notStarted: .notStarted
        case .drilled, .triedOut: nil
        case .interrupted: .fault
        }
    }
}

/// Why the station goes down.
public enum Departure: Hashable, Sendable {
    /// The PC is switched off.
    case powerOff
    /// Only the daemon leaves.
    case leave
    /// The PC goes down by itself once the station is done.
    case systemShutdown
}

/// What the work under way leads to.
enum Goal: Hashable, Sendable {
    /// Stop at ready; a failure that callers of `next` still have to hear of comes with it.
    case ready(failed: Problem?)
    case visit(VisitPlan)
    /// First a drill, then ready; once it has been searched for traces, with its result.
    case drill(DrillOrder, DrillReport?)
    /// First a trial of the call program, then ready.
    case trial
    case depart(Departure)
    /// Locked until a supervisor opens the station; then, where one was asked for, the departure.
    case lock(then: Departure?)

    /// Whether a failing check stands in the way.
    var isHeldByChecks: Bool {
        switch self {
        case .ready, .visit, .drill(_, .some), .depart(.powerOff): true
        // A drill needs neither camera nor network.
        case .drill(_, nil), .trial, .depart(.leave), .depart(.systemShutdown), .lock: false
        }
    }

    /// What is to be started once the station is clean; nil where nothing is.
    var opening: VisitPurpose? {
        switch self {
        case .visit(let plan): .call(plan)
        case .drill(_, nil): .drill
        case .trial: .trial
        case .ready, .drill, .depart, .lock: nil
        }
    }
}

/// How a drill is to be made.
public struct DrillOrder: Hashable, Sendable {
    /// A device that is to be searched byte by byte; one of those that the configuration names.
    public let rawDevice: String?

    public init(rawDevice: String?) { self.rawDevice = rawDevice }
}

/// A wipe under way, with what it has done so far.
struct WipeJob: Hashable, Sendable {
    /// Why the station is wiped.
    enum Cause: Hashable, Sendable {
        case visitEnded
        /// The PC or the daemon has just started: anything may have happened before.
        case started
        /// An officer asked for it while the station was ready.
        case asked
        /// An officer asked for it while the station was blocked.
        case blocked
    }

    /// The visit to wipe; nil where none is known.
    let visit: VisitTrace?
    let startedAt: Moment
    let cause: Cause
    /// How the visit came to its end; nil where none was closed.
    var ending: VisitEnding?
    /// What the ledger is still to keep of the visit that was closed.
    var ended: EndedVisit?
    var closed: ClientExit?
    var destroyed: [DestroyedPlace] = []

    var depth: ScanDepth {
        switch cause {
        case .visitEnded: ending == .drilled ? .everything : .visit
        case .started, .asked, .blocked: .everything
        }
    }
}

/// The one step that is under way. Each step's payload can only come from the step before it.
enum Step: Hashable, Sendable {
    case closing(RunningVisit, VisitEnding)
    case recordingEnd(WipeJob)
    /// Ends whatever may run; `ending` is what the ledger is to say of the visit afterwards.
    case killing(WipeJob, ending: VisitEnding)
    case destroying(WipeJob)
    case scanning(WipeJob)
    case storing(WipeJob)
    /// Looks for the tokens of a drill.
    case searching(CleanProof)
    case makingHome(CleanProof)
    case checking(CleanHome)
    case marking(CleanHome, VisitPurpose, markedAt: Moment)
    case starting(VisitTrace, VisitPurpose, since: BootTime, exited: ClientExit?)
    /// Makes the lock durable.
    case locking(LockedNext)
    /// Takes the lock off the ledger.
    case unlocking(Blocked?)
}

/// What comes once the lock is durable.
enum LockedNext: Hashable, Sendable {
    /// The client is gone; what it left is still to be wiped.
    case wipe(WipeJob)
    /// Nothing, but for what had blocked the station.
    case rest(Blocked?)
}

enum State: Hashable, Sendable {
    case starting
    case working(Step, Goal)
    case ready(CleanHome)
    case visiting(RunningVisit)
    case blocked(Blocked)
    /// `blocked`: what wiping came to, where it didn't come to a clean station.
    case locked(blocked: Blocked?)
    case ending(Ending)
    case off(Departure)
}

/// The announced time before the power-off.
struct Ending: Hashable, Sendable {
    enum Phase: Hashable, Sendable {
        case announced(offAt: BootTime)
        case poweringOff
    }

    /// What the station was, and is again when the shutdown is cancelled.
    enum Before: Hashable, Sendable {
        case ready(CleanHome)
        case blocked(Blocked)
        case locked(Blocked?)
    }

    let before: Before
    var phase: Phase

    /// How long after its time an announced shutdown is still made up for by the next daemon. Whoever has kept the PC on
    /// for longer is not to have it switched off under his hands.
    static let longestMemory = Duration.seconds(60)
}
