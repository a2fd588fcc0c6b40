/// Where the station stands, as everybody outside sees it (DESIGN.md, "Station states").
public enum StateName: String, Hashable, Sendable, CaseIterable {
    case starting, preparing, ready, visiting, closing, wiping, blocked, locked, ending, off
}

/// A visit whose client runs.
public struct RunningVisit: Hashable, Sendable {
    public let id: VisitID
    public let ticket: String?
    /// When the dirty mark was set: nothing of the visit is older.
    public let markedAt: WallTime
    public let startedAt: Moment
    public internal(set) var deadline: BootTime
    /// How much the visit has been lengthened in all.
    public internal(set) var extended: Duration

    public init(
        id: VisitID,
        ticket: String?,
        markedAt: WallTime,
        startedAt: Moment,
        deadline: BootTime,
        extended: Duration
    ) {
        self.id = id
        self.ticket = ticket
        self.markedAt = markedAt
        self.startedAt = startedAt
        self.deadline = deadline
        self.extended = extended
    }
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
    case clientExited(ClientExit)
    case departing
    case notStarted
    /// It was a drill's.
    case drilled
    /// The daemon or the PC stopped in mid-visit, or closing it failed.
    case interrupted

    public var description: String {
        switch self {
        case .timeUp: "time is up"
        case .requested: "ended by the officer"
        case .clientExited(let exit): "the call program ended by itself: \(exit)"
        case .departing: "the station is closing down"
        case .notStarted: "the call program could not be started"
        case .drilled: "it was a drill"
        case .interrupted: "interrupted"
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
    case visit(ticket: String?)
    /// First a drill, then ready; once it has been searched for traces, with its result.
    case drill(DrillOrder, DrillReport?)
    case depart(Departure)

    /// What is to be started once the station is clean; nil where nothing is.
    var opening: VisitPurpose? {
        switch self {
        case .visit: .call
        case .drill(_, nil): .drill
        case .ready, .drill, .depart: nil
        }
    }

    var ticket: String? {
        switch self {
        case .visit(let ticket): ticket
        case .ready, .drill, .depart: nil
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
    case starting(VisitTrace, VisitPurpose, exited: ClientExit?)
}

enum State: Hashable, Sendable {
    case starting
    case working(Step, Goal)
    case ready(CleanHome)
    case visiting(RunningVisit)
    case blocked(Blocked)
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
    }

    let before: Before
    var phase: Phase
}
