/// The station's rules: what follows from what. A pure value without I/O; its owner performs the effects that
/// `handle` returns and feeds their outcomes back as events.
///
/// At any time at most one effect with an outcome is under way, and an outcome that nothing waits for changes nothing.
public struct StationMachine: Hashable, Sendable {
    var state: State = .starting
    var rules: Rules
    var lastReceipt: ReceiptID?
    /// What the last visit's client left elsewhere is not confirmed gone.
    var remoteIsUnconfirmed = false
    /// The wipe under way carries an officer's word that it is.
    var confirmsRemote = false
    let survival: VisitSurvival

    public init(rules: Rules, survival: VisitSurvival) {
        self.rules = rules
        self.survival = survival
    }

    /// Takes in one event.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - now: when, on both clocks.
    /// - Returns: what to do, in this order; see ``Effect``.
    public mutating func handle(_ event: Event, at now: Moment) -> [Effect] {
        switch event {
        case .request(let request): handle(request, at: now)
        case .started(let dirty, let lastReceipt, let refusal, let running, let drillIsDue, let unconfirmed):
            started(
                dirty: dirty,
                lastReceipt: lastReceipt,
                refusal: refusal,
                running: running,
                drillIsDue: drillIsDue,
                remoteIsUnconfirmed: unconfirmed,
                at: now
            )
        case .startedWithoutLedger(let problem): startedWithoutLedger(problem)
        case .terminate: terminate()
        case .configured(let rules): configured(rules)
        case .shutdownBegan: shutdownBegan()
        case .shutdownGivenUp: shutdownGivenUp(at: now)
        case .visitOpened(let id): visitOpened(id, at: now)
        case .clientStarted: clientStarted(at: now)
        case .clientFailed(let problem): clientFailed(problem, at: now)
        case .clientClosed(let exit): clientClosed(exit, at: now)
        case .endRecorded: endRecorded()
        case .homeDestroyed(let places): homeDestroyed(places)
        case .scanned(let result): scanned(result, at: now)
        case .receiptStored(let receipt): receiptStored(receipt)
        case .searched(let report): searched(report)
        case .homeMade: homeMade(at: now)
        case .checked(let checks): checked(checks, at: now)
        case .poweredOff: poweredOff()
        case .failed(let problem): failed(problem, at: now)
        case .ledgerFailed(let problem): ledgerFailed(problem)
        case .clientExited(let id, let exit): clientExited(id, exit)
        case .alarm(let alarm): alarmed(alarm, at: now)
        }
    }

    /// What everybody outside may know.
    public var status: StationStatus {
        StationStatus(
            state: state.name,
            isClean: state.isClean,
            visit: state.visit,
            blocked: state.blockage,
            lastReceipt: lastReceipt,
            unconfirmedTraces: unconfirmedTraces
        )
    }
}

/// The station as seen from outside.
public struct StationStatus: Hashable, Sendable {
    public let state: StateName
    /// The last home is destroyed, the scan after it found nothing, and no visit has begun since.
    public let isClean: Bool
    public let visit: RunningVisit?
    public let blocked: Blocked?
    public let lastReceipt: ReceiptID?
    /// What the last visit's client left elsewhere, and an officer has to confirm gone before the next visit.
    public let unconfirmedTraces: [String]
}

extension State {
    var name: StateName {
        switch self {
        case .starting: .starting
        case .working(let step, _): step.stateName
        case .ready: .ready
        case .visiting: .visiting
        case .blocked: .blocked
        case .ending: .ending
        case .off: .off
        }
    }

    var isClean: Bool {
        switch self {
        case .ready: true
        case .working(let step, _): step.isClean
        case .ending(let ending):
            switch ending.before {
            case .ready: true
            case .blocked: false
            }
        case .starting, .visiting, .blocked, .off: false
        }
    }

    var visit: RunningVisit? {
        switch self {
        // A decoy is nobody's visit.
        case .working(.closing(_, .drilled), _): nil
        case .visiting(let visit), .working(.closing(let visit, _), _): visit
        case .starting, .working, .ready, .blocked, .ending, .off: nil
        }
    }

    var blockage: Blocked? {
        switch self {
        case .blocked(let blocked): blocked
        case .starting, .working, .ready, .visiting, .ending, .off: nil
        }
    }
}

extension Step {
    var stateName: StateName {
        switch self {
        case .closing, .recordingEnd: .closing
        case .killing, .destroying, .scanning, .storing, .searching: .wiping
        case .makingHome, .checking, .marking, .starting: .preparing
        }
    }

    var isClean: Bool {
        switch self {
        case .searching, .makingHome, .checking: true
        case .closing, .recordingEnd, .killing, .destroying, .scanning, .storing, .marking, .starting: false
        }
    }

    /// Whether the receipt of the wipe under way is still to be written.
    var comesBeforeReceipt: Bool {
        switch self {
        case .closing, .recordingEnd, .killing, .destroying, .scanning: true
        case .storing, .searching, .makingHome, .checking, .marking, .starting: false
        }
    }

    /// Whether a visit is on its way in.
    var isOpening: Bool {
        switch self {
        case .marking, .starting: true
        case .closing, .recordingEnd, .killing, .destroying, .scanning, .storing, .searching, .makingHome, .checking:
            false
        }
    }
}
