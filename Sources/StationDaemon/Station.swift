import Logging
import StationCore
import StationHost

/// Owns the machine: takes in requests and events one at a time, has the effects done, and feeds their outcomes back.
actor Station {
    private(set) var machine: StationMachine
    let runner: EffectRunner
    let logger: Logger
    /// What the roster's rules need of the configuration.
    private(set) var roster: Configuration.Roster
    private var desk = NewsDesk()
    private var waiters: [Wait: [CheckedContinuation<Reached, any Error>]] = [:]
    /// The receipt of the newest wipe since the daemon started.
    private(set) var lastReceipt: Receipt?
    /// How the last inmate's visit ended since the daemon started.
    private(set) var lastEnd: LastEnd?
    /// What the newest drill since the PC started showed.
    private(set) var drill = DrillMemory(nil)

    enum DrillMemory: Hashable, Sendable {
        case none, clean, dirty

        init(_ wasClean: Bool?) { self = wasClean.map { $0 ? .clean : .dirty } ?? .none }
    }

    var looks = LookQueue()
    var book = CheckBook()
    private var preparation = Preparation()
    /// What is wrong with a newer configuration than the one in force.
    private var refusedConfiguration: String?
    /// What the station does now it does for a look of its own.
    var isLookingAgain = false
    /// How often the call program was tried.
    private(set) var trials = 0
    private var alarmBook = AlarmBook()
    /// The roster that the machine knows: of which day, and in which order it was read.
    var queueDay: CalendarDay?
    var queueReads = (asked: 0, taken: 0)
    /// Up to which day everything was forgotten that is older than its retention.
    var forgottenOn: CalendarDay?
    private var wasReady = false
    /// When the station was ready for the first time.
    private(set) var readyAt: Moment?
    /// By which clock the ledger's days were last put right; nil where by none.
    var dated: (trust: ClockTrust, bootedAt: WallTime)?
    private(set) var tally = Tally()
    private let hook: EffectHook?

    /// How many alarms were set and heard, and how much work is still to be done: for tests that move the clock.
    struct Tally: Hashable, Sendable {
        var alarmsSet = 0
        var alarmsHeard = 0
        var workLeft = 0
    }

    private let dayNotes: (stream: AsyncStream<DayNote>, continuation: AsyncStream<DayNote>.Continuation)

    private let work: (stream: AsyncStream<Effect>, continuation: AsyncStream<Effect>.Continuation)
    private let alarms: (stream: AsyncStream<PendingAlarm>, continuation: AsyncStream<PendingAlarm>.Continuation)
    private let urgent: (stream: AsyncStream<Urgent>, continuation: AsyncStream<Urgent>.Continuation)
    private let calls: (stream: AsyncStream<Ticket>, continuation: AsyncStream<Ticket>.Continuation)
    private let commands: (stream: AsyncStream<Event>, continuation: AsyncStream<Event>.Continuation)
    let departure: (stream: AsyncStream<Departure>, continuation: AsyncStream<Departure>.Continuation)

    init(_ configuration: Configuration, runner: EffectRunner, hook: EffectHook? = nil, logger: Logger) {
        machine = StationMachine(rules: Rules(configuration), survival: runner.host.survival)
        roster = configuration.roster
        self.runner = runner
        self.hook = hook
        self.logger = logger
        work = AsyncStream.makeStream()
        alarms = AsyncStream.makeStream()
        urgent = AsyncStream.makeStream()
        calls = AsyncStream.makeStream()
        dayNotes = AsyncStream.makeStream()
        commands = AsyncStream.makeStream()
        departure = AsyncStream.makeStream()
    }

    /// Lives until the station is off.
    ///
    /// - Returns: why the station went down; nil when the task was cancelled.
    func run() async -> Departure? {
        handle(await runner.start())
        await readQueue()
        return await withTaskGroup(of: Departure?.self) { group in
            group.addTask {
                await self.observeClock()
                return nil
            }
            group.addTask { await self.workEffects() }
            group.addTask {
                await self.awaitLedger()
                return nil
            }
            group.addTask { await self.ringAlarms() }
            group.addTask { await self.hearHost() }
            group.addTask { await self.hearCommands() }
            group.addTask { await self.announceCalls() }
            group.addTask {
                for await what in self.urgent.stream { await self.perform(what) }
                return nil
            }
            group.addTask {
                for await note in self.dayNotes.stream { await self.take(note) }
                return nil
            }
            group.addTask {
                for await departure in self.departure.stream { return departure }
                return nil
            }
            var reason: Departure?
            while reason == nil, let finished = await group.next() { reason = finished }
            group.cancelAll()
            desk.close()
            return reason
        }
    }

    private func workEffects() async -> Departure? {
        for await effect in work.stream {
            if case .startClient = effect { await makeWayForVisit() }
            let ended = hook?.begin(effect)
            let outcome = await perform(effect)
            ended?()
            if let outcome { handle(outcome) }
            switch effect {
            case .openVisit, .recordEnd: await readQueue()
            case .startClient, .closeClient, .destroyHome, .scan, .storeReceipt, .searchTraces, .makeHome, .runChecks,
                .powerOff, .storeLock, .clearLock, .remember, .noteShutdown, .schedule, .cancelAlarms, .hasten,
                .restartClient, .answer, .settle, .found, .announce, .depart:
                break
            }
            tally.workLeft -= 1
        }
        return nil
    }

    private func announceCalls() async -> Departure? {
        for await ticket in calls.stream { await runner.host.announce(ticket) }
        return nil
    }

    private func hearHost() async -> Departure? {
        for await event in runner.host.events {
            switch event {
            case .clientExited(let id, let exit): handle(.clientExited(id, exit))
            case .callSeen(let id, let view): handle(.callSeen(id, view))
            case .shutdownBegan: handle(.shutdownBegan)
            case .shutdownGivenUp: handle(.shutdownGivenUp)
            }
        }
        return nil
    }

    private func hearCommands() async -> Departure? {
        for await event in commands.stream { handle(event) }
        return nil
    }

    private func ringAlarms() async -> Departure? {
        await withDiscardingTaskGroup { group in
            for await pending in alarms.stream {
                group.addTask {
                    await pending.wait(by: self.runner.clock)
                    await self.ring(pending)
                }
            }
        }
        return nil
    }

    private func ring(_ pending: PendingAlarm) async {
        defer { tally.alarmsHeard += 1 }
        guard alarmBook.take(pending), !Task.isCancelled else { return }
        switch pending.what {
        case .alarm(.day): await lookAtDay()
        case .alarm(let alarm): handle(.alarm(alarm))
        case .look(let task): await lookAgain(task)
        }
    }

}

extension Station {
    var status: StationStatus { machine.status }

    /// Asks for something and waits until it is reached.
    ///
    /// - Throws: ``StationError`` when it is refused or fails.
    func request(_ request: Request) async throws -> Reached {
        switch request {
        case .wipe, .prepare, .unlock: await reopenLedger()
        case .next, .end, .drill, .trial, .extend, .connected, .hold, .resume, .restartCall, .panic, .shutdown,
            .cancelShutdown:
            break
        }
        // Where no schedule holds nothing looks at the day as it changes.
        if case .next = request { await catchUp() }
        return try await withCheckedThrowingContinuation { caller in
            handle(.request(request), caller: caller)
        }
    }

    /// Tells the station to close down and the daemon to leave.
    nonisolated func terminate() { commands.continuation.yield(.terminate) }

    /// Takes over new rules and tells who listens.
    func configure(_ configuration: Configuration) {
        roster = configuration.roster
        refusedConfiguration = nil
        handle(.configured(Rules(configuration)))
        // What is required now may be known to fail.
        handle(.rechecked(book.concerns(configuration.checks)))
        book.hurry()
        planLook()
        publish(.configurationReloaded)
    }

    func configurationRefused(_ message: String) {
        refusedConfiguration = message
        publish(.configurationRefused(message))
    }

    func subscribe() -> (id: Int, news: AsyncStream<News>) { desk.subscribe() }

    func unsubscribe(_ id: Int) { desk.unsubscribe(id) }

    /// The station as it is now.
    var view: Reached { reached() }

    /// How the day goes.
    var today: Today { machine.today(at: runner.now()) }

    func handle(_ event: Event, caller: CheckedContinuation<Reached, any Error>? = nil) {
        let before = machine.status.state
        if case .receiptStored(let receipt) = event { lastReceipt = receipt }
        if case .searched(let report) = event { drill = DrillMemory(report.isClean) }
        if case .started(let beginning) = event { drill = DrillMemory(beginning.lastDrillWasClean) }
        let now = runner.now()
        let effects = machine.handle(event, at: now)
        if machine.status.state != before { publish(.stateChanged) }
        let state = machine.status.state
        preparation.observe(machine.stage, isReady: state == .ready || state == .visiting, at: now.boot)
        if state != before, state == .ready || state == .blocked, !isLookingAgain {
            book.hurry()
            planLook()
        }
        for effect in effects {
            let ended = effect.isQueued ? nil : hook?.begin(effect)
            apply(effect, caller: caller)
            ended?()
        }
        if !wasReady, machine.status.state == .ready {
            wasReady = true
            let now = runner.now()
            readyAt = now
            note(.ready(now))
        }
    }

    private func apply(_ effect: Effect, caller: CheckedContinuation<Reached, any Error>?) {
        switch effect {
        case .openVisit, .startClient, .closeClient, .recordEnd, .destroyHome, .scan, .storeReceipt,
            .searchTraces, .makeHome, .runChecks, .powerOff, .storeLock, .clearLock, .depart:
            tally.workLeft += 1
            work.continuation.yield(effect)
        case .remember(let visit): runner.host.remember(visit)
        case .noteShutdown(let time): runner.host.note(offAt: time)
        case .schedule(.day, let due):
            alarmBook.end(.day)
            set(.alarm(.day), due: due)
        case .schedule(let alarm, let due): set(.alarm(alarm), due: due)
        case .cancelAlarms: alarmBook.end(.station)
        case .hasten: urgent.continuation.yield(.hasten)
        case .restartClient(let id): urgent.continuation.yield(.restart(id))
        case .answer(.wait(let wait)): if let caller { waiters[wait, default: []].append(caller) }
        case .answer(.done): caller?.resume(returning: reached())
        case .answer(.refused(let refusal)):
            caller?.resume(throwing: StationError.refused(refusal, state: status.state))
        case .settle(let settlement): settle(settlement)
        case .found(let result):
            trials += 1
            enter([result], .full)
            note(.found(result))
        case .announce(let notice):
            publish(.notice(notice))
            if case .called(let ticket) = notice { calls.continuation.yield(ticket) }
            if case .visitEnded(let id, let ending) = notice {
                lastEnd = LastEnd(id, ending, at: runner.now().wall) ?? lastEnd
            }
            if case .visitStarted(let visit) = notice { note(.started(visit.id, visit.startedAt)) }
            if case .shutdownAnnounced = notice { note(.closing(runner.now())) }
            if case .clockJumped = notice { note(.clockSet) }
        }
    }

    private func set(_ what: PendingAlarm.What, due: BootTime) {
        tally.alarmsSet += 1
        alarms.continuation.yield(alarmBook.set(what, due: due))
    }

    /// Has parts of the station looked at later, in place of what was planned before.
    func plan(_ look: CheckBook.Look?) {
        alarmBook.end(.look)
        if let look { set(.look(look.task), due: runner.now().boot + look.after) }
    }

    private func note(_ note: DayNote) {
        tally.workLeft += 1
        dayNotes.continuation.yield(note)
    }

    private func take(_ note: DayNote) async {
        await keep(note)
        tally.workLeft -= 1
    }

    private func settle(_ settlement: Settlement) {
        let state = status.state
        switch settlement {
        case .visit: succeed([.visit], reached())
        case .ready: succeed([.ready], reached())
        case .departing(let offAt): succeed([.departure], reached(offAt: offAt))
        case .drilled(let report): succeed([.drill], reached(drill: report))
        case .locked: succeed([.locked], reached())
        case .cutByPanic(let since):
            fail([.visit, .ready, .drill, .departure], .refused(.locked(since: since), state: state))
        case .clientFailed(let problem): fail([.visit, .drill], .clientFailed(problem, state: state))
        case .blocked(let blocked): fail(Wait.allCases, .refused(.blocked(blocked), state: state))
        case .shuttingDown: fail([.visit, .ready, .drill], .refused(.shuttingDown, state: state))
        case .shutdownCancelled: fail([.departure], .shutdownCancelled)
        }
    }

    private func reached(offAt: BootTime? = nil, drill: DrillReport? = nil) -> Reached {
        Reached(
            status: machine.status,
            today: machine.today(at: runner.now()),
            checks: checkSummary,
            preparation: preparation,
            refusedConfiguration: refusedConfiguration,
            receipt: lastReceipt,
            lastEnd: lastEnd,
            offAt: offAt,
            drill: drill
        )
    }

    /// - Parameter reached: made only where somebody waits for it, since it reckons the whole day.
    private func succeed(_ waits: [Wait], _ reached: @autoclosure () -> Reached) {
        let callers = waits.flatMap { waiters.removeValue(forKey: $0) ?? [] }
        if callers.isEmpty { return }
        let reached = reached()
        for caller in callers { caller.resume(returning: reached) }
    }

    private func fail(_ waits: [Wait], _ error: StationError) {
        for wait in waits { waiters.removeValue(forKey: wait)?.forEach { $0.resume(throwing: error) } }
    }

    func publish(_ kind: News.Kind) {
        let news = News(at: runner.now(), state: status.state, kind: kind)
        logger.log(level: news.level, "\(news.text)", metadata: news.fields)
        desk.publish(news)
    }
}
