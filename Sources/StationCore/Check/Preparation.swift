/// How long each stage took until the station was ready for the first time (SOP, step 2).
public struct Preparation: Sendable {
    public enum Stage: String, Hashable, Sendable, CaseIterable {
        case wipe, drill, start, home, checks
    }

    private var spent: [Stage: Duration] = [:]
    private var current: (stage: Stage, since: BootTime)?
    /// When, after the PC's start, the station was ready for the first time.
    public private(set) var readyAfter: Duration?

    public init() {}

    /// Sees what the station does now.
    ///
    /// - Parameter isReady: the station is ready, or a visit that was already running goes on.
    public mutating func observe(_ stage: Stage?, isReady: Bool, at now: BootTime) {
        guard readyAfter == nil else { return }
        if let current { spent[current.stage, default: .zero] += now - current.since }
        current = stage.map { ($0, now) }
        if isReady { readyAfter = now.sinceBoot }
    }

    /// The stages that there were, in their order, with what each took, or has taken until `now`.
    public func stages(at now: BootTime) -> [(stage: Stage, took: Duration)] {
        Stage.allCases.compactMap { stage in
            var took = spent[stage]
            if let current, current.stage == stage { took = (took ?? .zero) + (now - current.since) }
            return took.map { (stage, $0) }
        }
    }
}

extension StationMachine {
    /// The stage of a preparation that is under way; nil for none.
    public var stage: Preparation.Stage? {
        guard case .working(let step, _) = state else { return nil }
        switch step {
        case .checking: return .checks
        case .closing, .recordingEnd, .killing, .destroying, .scanning, .storing, .locking, .unlocking:
            return step.stageOfDecoy ?? .wipe
        case .searching: return .drill
        case .makingHome: return .home
        case .marking(_, let purpose, _), .starting(_, let purpose, _, _):
            switch purpose {
            case .drill: return .drill
            case .trial: return .start
            case .call: return nil
            }
        }
    }
}

extension Step {
    /// Whose traces it wipes, where those are no visit's.
    fileprivate var stageOfDecoy: Preparation.Stage? {
        switch self {
        case .closing(_, let ending): ending.stageOfDecoy
        case .recordingEnd(let job), .killing(let job, _), .destroying(let job), .scanning(let job), .storing(let job):
            job.ending?.stageOfDecoy
        case .searching, .makingHome, .checking, .marking, .starting, .locking, .unlocking: nil
        }
    }
}

extension VisitEnding {
    fileprivate var stageOfDecoy: Preparation.Stage? {
        switch self {
        case .drilled: .drill
        case .triedOut: .start
        case .timeUp, .requested, .networkLost, .panicked, .clientExited, .departing, .notStarted, .interrupted: nil
        }
    }
}
