import StationCore
import StationHost
import Synchronization
import UnitMessages

/// A PC without a call program: it does at once what it is asked, and tells what it was asked.
final class SimulatedHost: Host {
    let events: AsyncStream<HostEvent>
    let survival = VisitSurvival.endsWithDaemon

    private struct State {
        var running: VisitID?
        var refusesStart = false
        var isSynchronised = true
        var canWake = true
        var announced: [Int] = []
        var isOff = false
        var failing: Set<CheckName> = []
        var accepting: (@Sendable () async -> Void)?
        var restarts = 0
    }

    private let feed: AsyncStream<HostEvent>.Continuation
    private let state = Mutex(State())

    init() { (events, feed) = AsyncStream.makeStream() }

    var announced: [Int] { state.withLock { $0.announced } }
    var isOff: Bool { state.withLock { $0.isOff } }
    var running: VisitID? { state.withLock { $0.running } }

    func refuseStart(_ refuses: Bool) { state.withLock { $0.refusesStart = refuses } }
    /// What goes on while a template is being accepted.
    func whileAccepting(_ body: @escaping @Sendable () async -> Void) { state.withLock { $0.accepting = body } }
    func fail(_ names: Set<CheckName>) { state.withLock { $0.failing = names } }
    func synchronise(_ isSynchronised: Bool) { state.withLock { $0.isSynchronised = isSynchronised } }

    /// The call program ends by itself.
    func crash() {
        let visit = state.withLock { state -> VisitID? in
            defer { state.running = nil }
            return state.running
        }
        if let visit { feed.yield(.clientExited(visit, .signalled(11))) }
    }

    func adoptable() async throws(HostError) -> RunningVisit? { nil }
    func remember(_ visit: RunningVisit) {}
    var notedShutdown: BootTime? { nil }
    func note(offAt time: BootTime?) {}
    func letShutdownProceed() {}
    func vet(_ configuration: Configuration) async throws(HostError) {}
    nonisolated func putConfigurationInForce() async throws(HostError) {}
    func run() async throws { try await Task.sleep(for: .seconds(86_400)) }
    func makeHome() async throws(HostError) {}
    func template() async throws(HostError) -> TemplateReport { throw none }
    func acceptTemplate(_ digest: String) async throws(HostError) -> TemplateReport {
        guard let accepting = state.withLock({ $0.accepting }) else { throw none }
        await accepting()
        return TemplateReport(invocation: "", accepted: digest, template: nil, staged: nil)
    }

    func start(_ visit: VisitOrder) async throws(HostError) {
        let refuses = state.withLock { state -> Bool in
            if !state.refusesStart { state.running = visit.id }
            return state.refusesStart
        }
        if refuses { throw HostError(.clientUnusable, message: "The call program is gone.", remedy: "Install it.") }
    }

    func close(grace: Duration) async throws(HostError) -> ClientExit? {
        state.withLock { state in
            defer { state.running = nil }
            return state.running == nil ? nil : .signalled(15)
        }
    }

    func hasten() async {}

    func restartClient(of visit: VisitID) async throws(HostError) {
        let sees = state.withLock { state -> Bool in
            guard state.running == visit else { return false }
            state.restarts += 1
            return true
        }
        if sees { show(.opening) }
    }

    /// The seat says what it sees.
    func show(_ page: CallPage, retries: Int = 0) {
        if let running { feed.yield(.callSeen(running, CallView(page: page, retries: retries))) }
    }

    var restarts: Int { state.withLock { $0.restarts } }

    func wipe() async throws(HostError) -> [DestroyedPlace] { [DestroyedPlace(place: "home", bytes: 0)] }

    func scan(for visit: VisitTrace?, _ depth: ScanDepth) async throws(HostError) -> ScanResult {
        ScanResult(findings: [], searched: [SearchedPlace(place: "process", count: 1)])
    }

    func searchTraces(_ order: DrillOrder) async throws(HostError) -> DrillReport { throw none }

    func facts(version: String) async -> StationFacts {
        StationFacts(version: version, kernel: "simulated", template: nil, remoteTraces: [])
    }

    func check(
        _ task: CheckTask,
        tell: @escaping @Sendable (CheckResult) -> Void
    ) async -> [CheckResult] {
        let failing = state.withLock { $0.failing }
        let results = task.names.filter { $0.place != .station }.map { name in
            CheckResult(
                name,
                failing.contains(name)
                    ? .fail(LocalText("broken", "rusak"), LocalText("Mend it.", "Perbaiki."))
                    : .pass(LocalText("fine", "baik")),
                duration: .milliseconds(1)
            )
        }
        for result in results { tell(result) }
        return results
    }

    func wakes(at time: WallTime) async -> Bool { state.withLock { $0.canWake } }

    func letWake(_ canWake: Bool) { state.withLock { $0.canWake = canWake } }

    func clockIsSynchronised() async -> Bool { state.withLock { $0.isSynchronised } }
    func announce(_ ticket: Ticket) async { state.withLock { $0.announced.append(ticket.number) } }
    func powerOff() async throws(HostError) { state.withLock { $0.isOff = true } }
    func configure(_ configuration: Configuration) async {}

    private var none: HostError { HostError(.templateUnusable, message: "There is none.", remedy: "None is needed.") }
}
