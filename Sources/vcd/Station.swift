import Logging
import StationCore
import StationHost

/// Owns the machine: takes in requests and events one at a time, has the effects done, and feeds their outcomes back.
actor Station {
    private var machine: StationMachine
    private let runner: EffectRunner
    private let logger: Logger
    private var desk = NewsDesk()
    private var waiters: [Wait: [CheckedContinuation<Reached, any Error>]] = [:]
    /// The receipt of the newest wipe since the daemon started.
    private(set) var lastReceipt: Receipt?
    private var alarmRound = 0

    private let work: (stream: AsyncStream<Effect>, continuation: AsyncStream<Effect>.Continuation)
    private let alarms: (stream: AsyncStream<PendingAlarm>, continuation: AsyncStream<PendingAlarm>.Continuation)
    private let commands: (stream: AsyncStream<Event>, continuation: AsyncStream<Event>.Continuation)
    private let departure: (stream: AsyncStream<Departure>, continuation: AsyncStream<Departure>.Continuation)

    private struct PendingAlarm: Sendable {
        let alarm: Alarm
        let due: BootTime
        let round: Int
    }

    init(rules: Rules, runner: EffectRunner, logger: Logger) {
        machine = StationMachine(rules: rules, survival: runner.host.survival)
        self.runner = runner
        self.logger = logger
        work = AsyncStream.makeStream()
        alarms = AsyncStream.makeStream()
        commands = AsyncStream.makeStream()
        departure = AsyncStream.makeStream()
    }

    /// Lives until the station is off.
    ///
    /// - Returns: why the station went down; nil when the task was cancelled.
    func run() async -> Departure? {
        handle(await runner.start())
        return await withTaskGroup(of: Departure?.self) { group in
            group.addTask { await self.workEffects() }
            group.addTask { await self.ringAlarms() }
            group.addTask { await self.hearHost() }
            group.addTask { await self.hearCommands() }
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
            if let event = await runner.outcome(of: effect) { handle(event) }
        }
        return nil
    }

    private func hearHost() async -> Departure? {
        for await event in runner.host.events {
            switch event {
            case .clientExited(let id, let exit): handle(.clientExited(id, exit))
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
                    let wait = pending.due - self.runner.now().boot
                    // Cancelled only with the whole station.
                    guard (try? await Task.sleep(for: max(wait, .zero))) != nil else { return }
                    await self.ring(pending)
                }
            }
        }
        return nil
    }

    private func ring(_ pending: PendingAlarm) {
        if pending.round == alarmRound { handle(.alarm(pending.alarm)) }
    }
}

extension Station {
    /// What a waiting caller is told in the end.
    struct Reached: Sendable {
        let status: StationStatus
        /// The receipt of the newest wipe since the daemon started.
        let receipt: Receipt?
        /// When the PC goes off, for those who waited for that.
        var offAt: BootTime?
        /// What the drill showed, for those who waited for one.
        var drill: DrillReport?
    }

    var status: StationStatus { machine.status }

    /// Asks for something and waits until it is reached.
    ///
    /// - Throws: ``StationError`` when it is refused or fails.
    func request(_ request: Request) async throws -> Reached {
        try await withCheckedThrowingContinuation { caller in
            handle(.request(request), caller: caller)
        }
    }

    /// Tells the station to close down and the daemon to leave.
    nonisolated func terminate() { commands.continuation.yield(.terminate) }

    /// Takes over new rules and tells who listens.
    func configure(_ rules: Rules) {
        handle(.configured(rules))
        publish(.configurationReloaded)
    }

    func configurationRefused(_ message: String) { publish(.configurationRefused(message)) }

    func subscribe() -> (id: Int, news: AsyncStream<News>) { desk.subscribe() }

    func unsubscribe(_ id: Int) { desk.unsubscribe(id) }

    private func handle(_ event: Event, caller: CheckedContinuation<Reached, any Error>? = nil) {
        let before = machine.status.state
        if case .receiptStored(let receipt) = event { lastReceipt = receipt }
        let effects = machine.handle(event, at: runner.now())
        if machine.status.state != before { publish(.stateChanged) }
        for effect in effects { apply(effect, caller: caller) }
    }

    private func apply(_ effect: Effect, caller: CheckedContinuation<Reached, any Error>?) {
        switch effect {
        case .openVisit, .startClient, .closeClient, .recordEnd, .destroyHome, .scan, .storeReceipt,
            .searchTraces, .makeHome, .runChecks, .powerOff:
            work.continuation.yield(effect)
        case .remember(let visit): runner.host.remember(visit)
        case .schedule(let alarm, let due):
            alarms.continuation.yield(PendingAlarm(alarm: alarm, due: due, round: alarmRound))
        case .cancelAlarms: alarmRound += 1
        case .answer(.wait(let wait)): if let caller { waiters[wait, default: []].append(caller) }
        case .answer(.done): caller?.resume(returning: reached())
        case .answer(.refused(let refusal)):
            caller?.resume(throwing: StationError.refused(refusal, state: status.state))
        case .settle(let settlement): settle(settlement)
        case .announce(let notice): publish(.notice(notice))
        case .depart(let departure): depart(departure)
        }
    }

    private func depart(_ departure: Departure) {
        switch (departure, runner.host.survival) {
        case (.leave, _), (.powerOff, .endsWithDaemon), (.systemShutdown, .endsWithDaemon):
            self.departure.continuation.yield(departure)
        // The service manager ends this daemon when the PC has come to that.
        case (.powerOff, .survivesDaemon), (.systemShutdown, .survivesDaemon): runner.host.letShutdownProceed()
        }
    }

    private func settle(_ settlement: Settlement) {
        let state = status.state
        switch settlement {
        case .visit: succeed([.visit], reached())
        case .ready: succeed([.ready], reached())
        case .departing(let offAt): succeed([.departure], reached(offAt: offAt))
        case .drilled(let report): succeed([.drill], reached(drill: report))
        case .clientFailed(let problem): fail([.visit, .drill], .clientFailed(problem, state: state))
        case .blocked(let blocked): fail(Wait.allCases, .refused(.blocked(blocked), state: state))
        case .shuttingDown: fail([.visit, .ready, .drill], .refused(.shuttingDown, state: state))
        case .shutdownCancelled: fail([.departure], .shutdownCancelled)
        }
    }

    private func reached(offAt: BootTime? = nil, drill: DrillReport? = nil) -> Reached {
        Reached(status: machine.status, receipt: lastReceipt, offAt: offAt, drill: drill)
    }

    private func succeed(_ waits: [Wait], _ reached: Reached) {
        for wait in waits { waiters.removeValue(forKey: wait)?.forEach { $0.resume(returning: reached) } }
    }

    private func fail(_ waits: [Wait], _ error: StationError) {
        for wait in waits { waiters.removeValue(forKey: wait)?.forEach { $0.resume(throwing: error) } }
    }

    private func publish(_ kind: News.Kind) {
        let news = News(at: runner.now(), state: status.state, kind: kind)
        logger.log(level: news.level, "\(news.text)", metadata: news.fields)
        desk.publish(news)
    }
}

/// Why a request came to nothing.
enum StationError: Error, Hashable {
    case refused(Refusal, state: StateName)
    case clientFailed(Problem, state: StateName)
    case shutdownCancelled
}
