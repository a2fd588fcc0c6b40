import Testing

@testable import StationCore

/// Walks every reachable state × every event × a crash after every effect, and holds the promises of DESIGN.md
/// against each.
@Suite struct ExplorationTests {
    struct Node: Hashable {
        var machine: StationMachine
        var world: World

        /// The rules and the roster are the same in all of them.
        func hash(into hasher: inout Hasher) {
            hasher.combine(machine.state)
            hasher.combine(machine.isLockKept)
            hasher.combine(machine.remoteIsUnconfirmed)
            hasher.combine(machine.wantsFullCheck)
            hasher.combine(machine.trialIsDue)
            hasher.combine(machine.startFailure == nil)
            hasher.combine(world)
        }
    }

    static func rules(confirmsRemote: Bool) -> Rules {
        var configuration = Configuration(client: .init(command: ["client"]))
        configuration.visit.maxExtension = .seconds(60)
        configuration.visit.maxHold = .seconds(60)
        configuration.checks.required = [.camera, .start]
        configuration.client.remoteTraces = ["account"]
        configuration.client.confirmsRemoteTraces = confirmsRemote
        return Rules(configuration)
    }

    /// Two wait.
    static let queue = Queue(
        waiting: [1, 2].map {
            Ticket(entry: EntryID($0), number: $0, category: CategoryID("a"), visitClass: .family)
        },
        called: nil,
        served: 0,
        absent: 0
    )

    /// What comes from outside: all of it at once would be too much to walk.
    enum Scope: CaseIterable {
        /// Who is next, and for how long; callers that mean another visit.
        case turns
        /// Remote traces to confirm, and a clock that is held.
        case remote
        /// Panic and unlock.
        case panic
        /// Checks that fail, pass again or are accepted, and trials of the call program.
        case checks
    }

    static func seen(_ verdict: CheckResult.Verdict) -> CheckResult {
        CheckResult(.camera, verdict, detail: LocalText("d", "d"), duration: .zero)
    }

    /// Everything that can come from outside at any time.
    static func outside(_ rules: Rules, _ scope: Scope) -> [(Event, Moment)] {
        let always: [Event] = [
            .request(.next(seen: nil, NextOrder())),
            .request(.wipe(seen: nil, confirmsRemote: false)), .request(.shutdown), .request(.cancelShutdown),
            .terminate, .shutdownBegan, .shutdownGivenUp,
        ]
        let alarms: [Event] = [VisitID(1), VisitID(2)].flatMap { id -> [Event] in
            [.alarm(.warning(id, before: .seconds(30))), .alarm(.deadline(id)), .alarm(.holdLimit(id))]
        }
        return (always + ofItsOwn(scope, rules)).map { ($0, early) }
            + (alarms + [.alarm(.powerOff)]).flatMap { [($0, early), ($0, late)] }
    }

    private static func ofItsOwn(_ scope: Scope, _ rules: Rules) -> [Event] {
        let drills: [Event] = [
            .request(.end(seen: nil)), .request(.prepare), .request(.drill(DrillOrder(rawDevice: nil))),

            .configured(rules),
        ]
        return switch scope {
        case .turns: drills + turns
        case .remote:
            drills + [
                .request(.wipe(seen: nil, confirmsRemote: true)), .request(.hold(seen: nil)),
                .request(.resume(seen: nil)),
            ]
        case .panic: [.request(.panic), .request(.unlock)]
        case .checks:
            [
                .request(.prepare), .request(.trial), .rechecked([seen(.pass)]), .rechecked([seen(.fail)]),
                .checksAccepted(AcceptedChecks(day: rules.schedule.day(of: early.wall), names: [.camera, .start])),
            ]
        }
    }

    private static var turns: [Event] {
        [nil, VisitID(1), VisitID(2)].flatMap { seen -> [Event] in
            [
                .request(.next(seen: seen, NextOrder())), .request(.next(seen: seen, NextOrder(ticket: 2))),
                .request(.end(seen: seen)), .request(.wipe(seen: seen, confirmsRemote: false)),
                .request(.wipe(seen: seen, confirmsRemote: true)),
                .request(.extend(by: .seconds(60), seen: seen, ExtensionGrounds())),
                .request(.extend(by: .seconds(61), seen: seen, ExtensionGrounds())),
            ]
        } + [.request(.drill(DrillOrder(rawDevice: "/dev/other")))]
    }

    /// An outcome of each kind, with the test whether an effect is what it comes from.
    static let strays: [(Event, @Sendable (Effect) -> Bool)] = {
        let receipt = storedReceipt(9, ScanResult(findings: [], searched: []))
        return [
            (.visitOpened(VisitID(9)), { if case .openVisit = $0 { true } else { false } }),
            (.clientStarted, { if case .startClient = $0 { true } else { false } }),
            (.clientClosed(nil), { if case .closeClient = $0 { true } else { false } }),
            (.endRecorded, { if case .recordEnd = $0 { true } else { false } }),
            (.homeDestroyed([]), { if case .destroyHome = $0 { true } else { false } }),
            (.scanned(ScanResult(findings: [], searched: [])), { if case .scan = $0 { true } else { false } }),
            (.receiptStored(receipt), { if case .storeReceipt = $0 { true } else { false } }),
            (
                .searched(DrillReport(places: [], areas: [], hits: [])),
                {
                    if case .searchTraces = $0 { true } else { false }
                }
            ),
            (.homeMade, { if case .makeHome = $0 { true } else { false } }),
            (.checked([]), { if case .runChecks = $0 { true } else { false } }),
            (.lockStored, { if case .storeLock = $0 { true } else { false } }),
            (.lockCleared, { if case .clearLock = $0 { true } else { false } }),
            (.poweredOff, { if case .powerOff = $0 { true } else { false } }),
            (.clientExited(VisitID(9), .unknown), { _ in false }),
        ]
    }()

    /// The walk: what was seen, and whence each state can be come by.
    struct Walk {
        let survival: VisitSurvival
        let rules: Rules
        var numbers: [Node: Int] = [:]
        var nodes: [Node] = []
        var predecessors: [[Int]] = []
        /// Where a crash leads to, which depends on the world alone.
        var afterCrash: [World: [Int]] = [:]
        var transitions = 0
        var crashes = 0
        var broken: [String] = []

        @discardableResult mutating func visit(_ node: Node, from: Int?) -> Int {
            let number = numbers[node] ?? nodes.count
            if number == nodes.count {
                numbers[node] = number
                nodes.append(node)
                predecessors.append([])
            }
            note(from, before: number)
            return number
        }

        private mutating func note(_ from: Int?, before number: Int) {
            if let from, predecessors[number].last != from { predecessors[number].append(from) }
        }

        mutating func expect(_ holds: Bool, _ promise: String, _ node: Node) {
            if !holds && broken.count < 10 { broken.append("\(promise)\n  \(node)") }
        }

        /// Feeds one event and performs what follows, with a crash after every single effect.
        mutating func step(_ event: Event, at now: Moment, on before: Node, from number: Int?) {
            var node = before
            transitions += 1
            let effects = node.machine.handle(event, at: now)
            crash(node.world, from: number)
            for (index, effect) in effects.enumerated() {
                apply(effect, isLast: index == effects.count - 1, to: &node)
                crash(node.world, from: number)
            }
            check(node)
            visit(node, from: number)
        }

        mutating func crash(_ world: World, from number: Int?) {
            crashes += World.Crash.allCases.count
            if let known = afterCrash[world] {
                for after in known { note(number, before: after) }
                return
            }
            var reached: [Int] = []
            for kind in World.Crash.allCases {
                let after = world.after(kind)
                var node = Node(
                    machine: StationMachine(rules: rules, survival: survival),
                    world: after
                )
                for effect in node.machine.handle(after.start, at: early) { apply(effect, isLast: true, to: &node) }
                expect(
                    after.offAt == nil || after.locked || node.machine.isGoingOff,
                    "a shutdown that was told is not forgotten by the next daemon",
                    node
                )
                for effect in node.machine.handle(.queueChanged(ExplorationTests.queue), at: early) {
                    apply(effect, isLast: false, to: &node)
                }
                reached.append(visit(node, from: number))
            }
            afterCrash[world] = reached
        }

        mutating func apply(_ effect: Effect, isLast: Bool, to node: inout Node) {
            if effect.hasOutcome {
                expect(isLast, "an effect with an outcome is the last of its list", node)
                expect(node.world.outstanding == nil, "one effect with an outcome at a time", node)
                node.world.outstanding = effect
            }
            switch effect {
            case .startClient(let order, _):
                let world = node.world
                expect(world.home == .fresh && world.client == nil, "1: no visit on a home not proven clean", node)
                expect(!world.locked, "no visit on a locked station", node)
                expect(
                    order.purpose.plan != nil || !node.world.waiting.contains(.visit),
                    "a decoy is nobody's visit",
                    node
                )
                expect(world.dirty && world.openVisit == order.id, "2: the dirty mark comes first", node)
            case .openVisit(_, let marksRemote):
                expect(
                    !marksRemote || !node.world.unconfirmed,
                    "no visit while what the last one left elsewhere is unconfirmed",
                    node
                )
            case .storeReceipt(let draft):
                expect(!draft.isClean || !node.world.holdsTraces, "a clean receipt is true", node)
            case .storeLock:
                expect(node.machine.status.state != .locked, "locked is said once it is kept", node)
            case .answer(.wait(let wait)): node.world.waiting.insert(wait)
            case .settle(.locked):
                expect(node.world.locked || node.world.lockWasNotKept, "a panic is answered once it is kept", node)
                node.world.settle(.locked)
            case .settle(let settlement): node.world.settle(settlement)
            case .remember(let visit): node.world.remembered = visit
            case .noteShutdown(let time): node.world.offAt = time
            case .depart(.leave):
                expect(
                    node.world.client == nil || survival == .survivesDaemon || node.world.dirty,
                    "a visit that runs on runs under a dirty mark",
                    node
                )
            case .answer, .closeClient, .recordEnd, .destroyHome, .scan, .searchTraces, .makeHome,
                .runChecks, .powerOff, .clearLock, .schedule, .cancelAlarms, .hasten, .restartClient, .found, .announce,
                .depart(.powerOff),
                .depart(.systemShutdown):
                break
            }
        }

        mutating func check(_ node: Node) {
            let status = node.machine.status
            expect(!status.isClean || !node.world.holdsTraces, "'clean' is true", node)
            expect(status.state != .visiting || node.world.dirty, "a visit runs under a dirty mark", node)
            expect(status.state != .ready || node.world.home == .fresh, "ready means a fresh home", node)
            let rests = [.ready, .visiting, .blocked].contains(status.state)
            expect(!rests || node.world.offAt == nil, "who finds the station at rest is not switched off", node)
            expect(status.offAt == nil || node.world.offAt == status.offAt, "what is told is noted", node)
            let works =
                switch node.machine.state {
                case .working: true
                case .ending(let ending): ending.phase == .poweringOff
                case .starting, .ready, .visiting, .blocked, .locked, .off: false
                }
            expect(works == (node.world.outstanding != nil), "work is under way exactly while it is awaited", node)
            expect(works || node.world.waiting.isEmpty, "no caller is left waiting", node)
        }

        /// How many states cannot come to one of which `isGoal` is true.
        func stranded(unless isGoal: (Node) -> Bool) -> Int {
            var reached = nodes.map(isGoal)
            var queue = nodes.indices.filter { reached[$0] }
            while let number = queue.popLast() {
                for predecessor in predecessors[number] where !reached[predecessor] {
                    reached[predecessor] = true
                    queue.append(predecessor)
                }
            }
            return reached.count { !$0 }
        }
    }

    @Test(arguments: [
        (VisitSurvival.endsWithDaemon, Scope.turns), (.survivesDaemon, .turns), (.survivesDaemon, .remote),
        (.endsWithDaemon, .panic), (.survivesDaemon, .panic), (.survivesDaemon, .checks),
    ])
    func everyStateEveryEventEveryCrash(survival: VisitSurvival, scope: Scope) {
        let rules = Self.rules(confirmsRemote: scope == .remote)
        let outside = Self.outside(rules, scope)
        var walk = Walk(survival: survival, rules: rules)
        for refusal in [false, true] {
            for (client, remembered) in [(nil, nil), (1, nil), (1, 1), (1, 2)] as [(Int?, Int?)] {
                let client = client.map(VisitID.init)
                var world = World()
                world.drillsAtStart = scope != .panic && scope != .checks
                world.triesAtStart = scope == .checks
                world.remembered = remembered.map { id in
                    RunningVisit(
                        id: VisitID(id),
                        plan: VisitPlan(ticket: nil, length: rules.visit.length),
                        markedAt: early.wall,
                        startedAt: early,
                        clock: .running(deadline: early.boot + rules.visit.length)
                    )
                }
                world.refusal = refusal
                world.client = client
                world.openVisit = client
                world.home = client == nil ? .none : .used
                walk.crash(world, from: nil)
            }
        }
        var unledgered = Node(machine: StationMachine(rules: rules, survival: survival), world: World())
        unledgered.world.drillsAtStart = scope != .panic && scope != .checks
        for effect in unledgered.machine.handle(.startedWithoutLedger(Problem(message: "m", remedy: "r")), at: early) {
            walk.apply(effect, isLast: true, to: &unledgered)
        }
        walk.visit(unledgered, from: nil)

        var next = 0
        while next < walk.nodes.count, walk.broken.isEmpty {
            let node = walk.nodes[next]
            for (event, now) in outside { walk.step(event, at: now, on: node, from: next) }
            if let client = node.world.client {
                var ended = node
                ended.world.client = nil
                walk.step(.clientExited(client, .exited(0)), at: early, on: ended, from: next)
            }
            if node.machine.canTakeLedger {
                var reopened = node
                _ = reopened.machine.handle(.ledgerReopened, at: early)
                walk.step(node.world.start, at: early, on: reopened, from: next)
            }
            if let effect = node.world.outstanding {
                for (world, event) in node.world.outcomes(of: effect) {
                    var after = Node(machine: node.machine, world: world)
                    after.world.outstanding = nil
                    walk.step(event, at: early, on: after, from: next)
                }
            }
            for (event, comesFrom) in Self.strays {
                if let effect = node.world.outstanding, comesFrom(effect) { continue }
                var machine = node.machine
                let effects = machine.handle(event, at: early)
                walk.expect(effects.isEmpty && machine == node.machine, "a stray outcome changes nothing", node)
            }
            next += 1
        }

        for promise in walk.broken { Issue.record("broken: \(promise)") }
        let stranded = walk.stranded { $0.machine.status.state == .ready }
        #expect(stranded == 0, "every state leads back to ready, by a reboot at the latest")
        #expect((scope == .panic) == walk.nodes.contains { $0.machine.status.state == .locked })
        let names = Set(walk.nodes.map { $0.machine.status.state.rawValue })
        #expect(
            names.isSuperset(of: ["preparing", "ready", "visiting", "closing", "wiping", "blocked", "ending", "off"])
        )
        print(
            "\(survival), \(scope): explored \(walk.nodes.count) states, \(walk.transitions) transitions, \(walk.crashes) crashes;",
            "reached \(names.sorted().joined(separator: ", "))"
        )
    }
}
