/// The station's rules: what follows from what. A pure value without I/O; its owner performs the effects that
/// `handle` returns and feeds their outcomes back as events.
///
/// At any time at most one effect with an outcome is under way, and an outcome that nothing waits for changes nothing.
public struct StationMachine: Hashable, Sendable {
    var state: State = .starting
    public internal(set) var rules: Rules
    var lastReceipt: ReceiptID?
    /// What the last visit's client left elsewhere is not confirmed gone.
    var remoteIsUnconfirmed = false
    /// The wipe under way carries an officer's word that it is.
    var confirmsRemote = false
    /// Since when the station is locked, or is to be; nil where it is neither.
    var lockedSince: WallTime?
    /// The ledger has been asked to keep the lock.
    var isLockKept = false
    /// The next check is to be a full one.
    var wantsFullCheck = true
    var acceptedChecks: AcceptedChecks?
    /// The call program is to be tried before the station is ready.
    var trialIsDue = false
    /// What the last trial of the call program came to, where it did not start.
    var startFailure: CheckResult?
    var day = DayFacts()
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
        let effects = take(event, at: now)
        let ofTheDay = lookAtDay(after: event, at: now)
        // An effect with an outcome stays the last.
        guard let last = effects.last, last.hasOutcome else { return effects + ofTheDay }
        return effects.dropLast() + ofTheDay + [last]
    }

    private mutating func take(_ event: Event, at now: Moment) -> [Effect] {
        switch event {
        case .request(let request): handle(request, at: now)
        case .started(let beginning): started(beginning, at: now)
        case .startedWithoutLedger(let problem): startedWithoutLedger(problem)
        case .ledgerReopened: ledgerReopened()
        case .terminate: terminate()
        case .configured(let rules): configured(rules, at: now)
        case .shutdownBegan: shutdownBegan()
        case .shutdownGivenUp: shutdownGivenUp(at: now)
        case .visitOpened(let id): visitOpened(id, at: now)
        case .visitRefused(let problem): visitRefused(problem, at: now)
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
        case .rechecked(let checks): rechecked(checks, at: now)
        case .checksAccepted(let accepted): checksAccepted(accepted, at: now)
        case .poweredOff: poweredOff()
        case .lockStored: lockStored()
        case .lockCleared: lockCleared(at: now)
        case .failed(let problem): failed(problem, at: now)
        case .ledgerFailed(let problem): ledgerFailed(problem)
        case .clientExited(let id, let exit): clientExited(id, exit)
        case .callSeen(let id, let view): callSeen(id, view)
        case .alarm(let alarm): alarmed(alarm, at: now)
        case .queueChanged(let queue): queueChanged(queue, at: now)
        case .slotChanged(let slot): slotChanged(slot)
        case .clockObserved(let isSynchronised): clockObserved(isSynchronised)
        }
    }

    /// Whether the station stands still for want of its ledger, or would do so all the same.
    public var canTakeLedger: Bool {
        switch state {
        case .blocked(let blocked): blocked.reason.isOfLedger
        case .locked: true
        case .starting, .working, .ready, .visiting, .ending, .off: false
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
            unconfirmedTraces: unconfirmedTraces,
            lockedSince: lockedSince,
            offAt: state.offAt
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
    public let lockedSince: WallTime?
    /// When the PC switches off, once that is announced.
    public let offAt: BootTime?
}

extension State {
    var name: StateName {
        switch self {
        case .starting: .starting
        case .working(let step, _): step.stateName
        case .ready: .ready
        case .visiting: .visiting
        case .blocked: .blocked
        case .locked: .locked
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
            case .ready, .locked(nil): true
            case .blocked(let blocked): blocked.reason.isClean
            case .locked: false
            }
        case .locked(let blocked): blocked == nil
        case .blocked(let blocked): blocked.reason.isClean
        case .starting, .visiting, .off: false
        }
    }

    var visit: RunningVisit? {
        switch self {
        // A decoy is nobody's visit.
        case .working(.closing(_, .drilled), _), .working(.closing(_, .triedOut), _): nil
        case .visiting(let visit), .working(.closing(let visit, _), _): visit
        case .starting, .working, .ready, .blocked, .locked, .ending, .off: nil
        }
    }

    var blockage: Blocked? {
        switch self {
        case .blocked(let blocked): blocked
        case .locked(let blocked): blocked
        case .starting, .working, .ready, .visiting, .ending, .off: nil
        }
    }

    var offAt: BootTime? {
        guard case .ending(let ending) = self, case .announced(let offAt) = ending.phase else { return nil }
        return offAt
    }
}

extension Step {
    var stateName: StateName {
        switch self {
        case .closing, .recordingEnd, .locking(.wipe): .closing
        case .killing, .destroying, .scanning, .storing, .searching: .wiping
        // Locked is said once it is on disk: until then a crash would forget it.
        case .locking(.rest): .wiping
        case .unlocking: .locked
        case .makingHome, .checking, .marking, .starting: .preparing
        }
    }

    var isClean: Bool {
        switch self {
        case .searching, .makingHome, .checking, .locking(.rest(nil)), .unlocking(nil): true
        case .closing, .recordingEnd, .killing, .destroying, .scanning, .storing, .marking, .starting, .locking,
            .unlocking:
            false
        }
    }

    /// Whether the receipt of the wipe under way is still to be written.
    var comesBeforeReceipt: Bool {
        switch self {
        case .closing, .recordingEnd, .killing, .destroying, .scanning, .locking(.wipe): true
        case .storing, .searching, .makingHome, .checking, .marking, .starting, .locking(.rest), .unlocking: false
        }
    }

    /// Whether a client starts, or is asked to end.
    var holdsClient: Bool {
        switch self {
        case .closing, .starting: true
        case .recordingEnd, .killing, .destroying, .scanning, .storing, .searching, .makingHome, .checking, .marking,
            .locking, .unlocking:
            false
        }
    }

    /// Whether it takes as long as a client or a probe likes.
    var canBeHastened: Bool {
        switch self {
        case .closing, .starting, .checking: true
        case .recordingEnd, .killing, .destroying, .scanning, .storing, .searching, .makingHome, .marking, .locking,
            .unlocking:
            false
        }
    }

    /// Whether a visit is on its way in.
    var isOpening: Bool {
        switch self {
        case .marking, .starting: true
        case .closing, .recordingEnd, .killing, .destroying, .scanning, .storing, .searching, .makingHome, .checking,
            .locking, .unlocking:
            false
        }
    }
}
