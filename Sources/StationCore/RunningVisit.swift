/// A visit whose client runs.
public struct RunningVisit: Hashable, Sendable {
    public let id: VisitID
    public let plan: VisitPlan
    /// When the dirty mark was set: nothing of the visit is older.
    public let markedAt: WallTime
    public let startedAt: Moment
    public internal(set) var clock: VisitClock
    /// How much the visit has been lengthened in all.
    public internal(set) var extended: Duration
    public internal(set) var extensionReasons: [String]
    /// For how long the clock was held in all, a hold under way left out.
    public internal(set) var held: Duration
    /// What its screen shows, as the seat said last.
    public internal(set) var call = CallView()

    public init(
        id: VisitID,
        plan: VisitPlan,
        markedAt: WallTime,
        startedAt: Moment,
        clock: VisitClock,
        extended: Duration = .zero,
        extensionReasons: [String] = [],
        held: Duration = .zero
    ) {
        self.id = id
        self.plan = plan
        self.markedAt = markedAt
        self.startedAt = startedAt
        self.clock = clock
        self.extended = extended
        self.extensionReasons = extensionReasons
        self.held = held
    }
}

/// How the clock of a visit stands.
public enum VisitClock: Hashable, Sendable {
    /// The call is not connected yet; the clock begins by itself at `until`.
    case waiting(until: BootTime)
    case running(deadline: BootTime)
    /// The network is gone; the visit ends at `until` if it doesn't come back.
    case held(since: BootTime, left: Duration, until: BootTime)
}

extension RunningVisit {
    /// When the visit ends if its clock goes on now.
    public func deadline(at now: BootTime) -> BootTime {
        switch clock {
        case .waiting: now + plan.length + extended
        case .running(let deadline): deadline
        case .held(_, let left, _): now + left
        }
    }

    /// When it ends at the latest if nobody does anything.
    public var latestEnd: BootTime {
        switch clock {
        case .waiting(let until): until + plan.length + extended
        case .running(let deadline): deadline
        case .held(_, _, let until): until
        }
    }

    /// For how long the clock was held in all.
    func heldInAll(at now: BootTime) -> Duration {
        switch clock {
        case .waiting, .running: held
        case .held(let since, _, _): held + (now - since)
        }
    }
}
