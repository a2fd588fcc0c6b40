@testable import StationCore

/// What the machine's effects act on: a disk that survives, and memory and processes that may or may not.
struct World: Hashable {
    enum Home: Hashable { case none, fresh, used }

    var dirty = true
    var openVisit: VisitID?
    var refusal = false
    var unconfirmed = false
    var locked = false
    /// The ledger could not keep the lock: it holds for as long as the daemon runs.
    var lockWasNotKept = false
    var drillsAtStart = true
    var triesAtStart = false
    var nextVisit = VisitID(1)

    var client: VisitID?
    var home = Home.none
    /// What the host knows of the running visit's clock.
    var remembered: RunningVisit?
    /// When the PC is to go off, as the host knows it.
    var offAt: BootTime?
    /// What callers still wait for.
    var waiting: Set<Wait> = []
    /// The effect whose outcome has not come yet.
    var outstanding: Effect?

    var holdsTraces: Bool { client != nil || home == .used }

    /// What a crash leaves: `processesDie` under LocalHost, not under systemd; a power cut takes the memory too.
    enum Crash: CaseIterable { case daemonAlone, withProcesses, powerCut }

    func after(_ crash: Crash) -> World {
        var world = self
        world.waiting = []
        world.outstanding = nil
        world.lockWasNotKept = false
        switch crash {
        case .daemonAlone: break
        case .withProcesses: world.client = nil
        case .powerCut:
            world.client = nil
            world.home = .none
            world.remembered = nil
            world.offAt = nil
        }
        return world
    }

    /// The event with which a new machine starts on this disk.
    var start: Event {
        var beginning = Beginning()
        beginning.dirty = dirty ? openVisit.map { VisitTrace(id: $0, since: early.wall) } : nil
        beginning.refusal = refusal ? "set aside" : nil
        beginning.running = client == nil ? nil : remembered
        beginning.offAt = offAt
        beginning.drillIsDue = openVisit == nil && drillsAtStart
        beginning.trialIsDue = openVisit == nil && triesAtStart
        beginning.remoteIsUnconfirmed = unconfirmed
        beginning.lockedAt = locked ? early.wall : nil
        return .started(beginning)
    }

    mutating func settle(_ settlement: Settlement) {
        switch settlement {
        case .visit: waiting.remove(.visit)
        case .clientFailed: waiting.subtract([.visit, .drill])
        case .drilled: waiting.remove(.drill)
        case .ready: waiting.remove(.ready)
        case .blocked: waiting = []
        case .departing, .shutdownCancelled: waiting.remove(.departure)
        case .shuttingDown: waiting.subtract([.visit, .ready, .drill])
        case .locked: waiting.remove(.locked)
        case .cutByPanic: waiting.subtract([.visit, .ready, .drill, .departure])
        }
    }

    /// Every way the outstanding effect can go: done, not done, done but reported as failed, and reported as done
    /// without being so. Only the scan and the ledger are taken at their word: they are the proof.
    func outcomes(of effect: Effect) -> [(World, Event)] {
        var done = self
        let problem = Problem(message: "m", remedy: "r")
        switch effect {
        case .openVisit(_, let marksRemote):
            done.unconfirmed = unconfirmed || marksRemote
            done.dirty = true
            done.openVisit = nextVisit
            done.nextVisit = VisitID(3 - nextVisit.number)
            return [
                (done, .visitOpened(nextVisit)), (self, .visitRefused(problem)), (self, .ledgerFailed(problem)),
                (done, .ledgerFailed(problem)),
            ]
        case .startClient(let order, _):
            done.client = order.id
            done.home = .used
            // A drill is never adopted.
            guard let plan = order.purpose.plan else {
                return [(done, .clientStarted), (self, .clientFailed(problem)), (done, .clientFailed(problem))]
            }
            done.remembered = RunningVisit(
                id: order.id,
                plan: plan,
                markedAt: early.wall,
                startedAt: early,
                clock: .running(deadline: early.boot + plan.length)
            )
            return [(done, .clientStarted), (self, .clientFailed(problem)), (done, .clientFailed(problem))]
        case .closeClient:
            // A visit that was asked to end is never adopted again.
            var asked = self
            asked.remembered = nil
            done.remembered = nil
            done.client = nil
            return [
                (done, .clientClosed(nil)), (self, .failed(problem)), (done, .failed(problem)),
                (asked, .clientClosed(nil)), (asked, .failed(problem)),
            ]
        case .recordEnd: return [(done, .endRecorded), (self, .ledgerFailed(problem))]
        case .destroyHome:
            if client == nil { done.home = .none }
            return [
                (done, .homeDestroyed([])), (self, .failed(problem)), (done, .failed(problem)),
                (self, .homeDestroyed([])),
            ]
        case .scan:
            let clean = ScanResult(findings: [], searched: [])
            let unclean = ScanResult(findings: [Finding(place: "file", detail: "d")], searched: [])
            return [
                (self, .scanned(holdsTraces ? unclean : clean)), (self, .scanned(unclean)), (self, .failed(problem)),
            ]
        case .storeReceipt(let draft):
            if draft.confirmsRemote { done.unconfirmed = false }
            if draft.isClean {
                done.dirty = false
                done.openVisit = nil
                done.refusal = false
            } else {
                done.dirty = true
            }
            let receipt = storedReceipt(1, draft.scan, confirmsRemote: draft.confirmsRemote)
            return [(done, .receiptStored(receipt)), (self, .ledgerFailed(problem)), (done, .ledgerFailed(problem))]
        case .searchTraces:
            func report(_ found: Int) -> DrillReport {
                DrillReport(
                    places: [.init(name: "home", planted: 1, found: found)],
                    areas: [],
                    hits: found == 0 ? [] : ["h"]
                )
            }
            return [
                (self, .searched(report(0))), (self, .searched(report(1))), (self, .failed(problem)),
                (self, .ledgerFailed(problem)),
            ]
        case .makeHome:
            done.home = .fresh
            return [(done, .homeMade), (self, .failed(problem)), (done, .failed(problem))]
        case .runChecks:
            return [
                (self, .checked([])), (self, .checked([ExplorationTests.seen(.fail)])), (self, .failed(problem)),
            ]
        case .powerOff: return [(self, .poweredOff), (self, .failed(problem))]
        case .storeLock:
            done.locked = true
            done.lockWasNotKept = false
            var failed = self
            failed.lockWasNotKept = true
            return [(done, .lockStored), (failed, .ledgerFailed(problem)), (done, .ledgerFailed(problem))]
        case .clearLock:
            done.locked = false
            done.lockWasNotKept = false
            return [(done, .lockCleared), (self, .ledgerFailed(problem)), (done, .ledgerFailed(problem))]
        case .remember, .noteShutdown, .schedule, .cancelAlarms, .hasten, .restartClient, .answer, .settle, .found,
            .announce, .depart:
            return []
        }
    }
}

func storedReceipt(_ id: Int, _ scan: ScanResult, confirmsRemote: Bool = false) -> Receipt {
    Receipt(
        id: ReceiptID(id),
        visit: nil,
        startedAt: early.wall,
        finishedAt: early.wall,
        milliseconds: 0,
        closed: nil,
        destroyed: [],
        depth: .visit,
        scan: scan,
        facts: StationFacts(version: "", kernel: "", template: nil, remoteTraces: []),
        confirmsRemote: confirmsRemote,
        digest: "",
        previous: ""
    )
}

let early = Moment(wall: WallTime(milliseconds: 0), boot: BootTime(sinceBoot: .zero))
let late = Moment(wall: WallTime(milliseconds: 0), boot: BootTime(sinceBoot: .seconds(100_000)))

extension StationMachine {
    /// What it does leads to the power-off.
    var isGoingOff: Bool {
        switch state {
        case .working(_, .depart(.powerOff)), .ending, .off(.powerOff): true
        case .working, .starting, .ready, .visiting, .blocked, .locked, .off: false
        }
    }
}
