import FoundationEssentials
import Glibc
import Logging
import ProcFS
import StationCore
import Synchronization
import Systemd
import UnitMessages

/// The host of the product: visits, homes and scans are systemd's units, asked for over D-Bus by a vcd that holds no
/// privilege of its own. A visit survives it.
public actor SystemdHost: Host {
    public nonisolated let events: AsyncStream<HostEvent>
    public nonisolated let survival = VisitSurvival.survivesDaemon

    nonisolated let eventFeed: AsyncStream<HostEvent>.Continuation
    nonisolated let units: Units
    private nonisolated let shutdownWatch: ShutdownWatch
    nonisolated let notes = VisitNotes()
    let logger: Logger
    var configuration: Configuration
    /// What the decoy of the last drill could plant.
    private var planted: Planted?
    /// Why the last visit could not be kept apart. The next home is refused for it, so that somebody gets to know.
    var unkept: HostError?
    /// A visit was to be closed and nobody could be asked: it is ended as soon as somebody can.
    private var owesClose = false
    /// The visit whose unit should be running; whoever ends it says so here first.
    var watched: VisitID?
    /// What has been said of the call.
    var seen: CallView?

    /// Each is longer than the unit's own limit, which ends what hangs.
    private static let startLimit: Duration = .seconds(70)
    static let killLimit: Duration = .seconds(15)
    /// What RuntimeMaxSec= leaves beyond the longest visit.
    private static let spare: Duration = .seconds(10)

    public init(configuration: Configuration, bus: Bus, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        units = Units(bus: bus)
        (events, eventFeed) = AsyncStream.makeStream()
        shutdownWatch = ShutdownWatch(login: Login(bus: bus), events: eventFeed, logger: logger)
    }

    public func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.units.run() }
            group.addTask { await self.shutdownWatch.run() }
            group.addTask { await self.watchVisit() }
            await group.waitForAll()
        }
    }

    public func adoptable() async throws(HostError) -> RunningVisit? {
        guard let visit = notes.running() else { return nil }
        let state = try await asking(.closeFailed) { () async throws(BusError) in
            try await units.state(of: .visit)
        }
        guard state.activity == .active, !units.isEmpty(.visit) else { return nil }
        await units.hold(.visit)
        watch(visit.id)
        return visit
    }

    public nonisolated func remember(_ visit: RunningVisit) {
        do throws(Problem) {
            try notes.save(visit)
        } catch {
            logger.error("\(error.message) \(error.remedy)")
        }
    }

    public nonisolated var notedShutdown: BootTime? { notes.shutdown }

    public nonisolated func note(offAt time: BootTime?) {
        guard let time else { return notes.forgetShutdown() }
        do throws(Problem) {
            try notes.save(shutdownAt: time)
        } catch {
            logger.error("\(error.message) \(error.remedy)")
        }
    }

    public nonisolated func letShutdownProceed() { shutdownWatch.letGo() }

    public func vet(_ configuration: Configuration) async throws(HostError) {
        let cap = try await asking(.configurationUnfit) { () async throws(BusError) in
            try await units.longestRun(of: .visit)
        }
        for unit in [UnitName.visit, .screen, .network, .uplink] {
            let obstacle = try await asking(.configurationUnfit) { () async throws(BusError) in
                try await units.end(of: unit).obstacle(of: unit)
            }
            guard let obstacle else { continue }
            throw HostError(
                .configurationUnfit,
                message: "\(unit.rawValue) \(obstacle).",
                remedy: "Call the administrator."
            )
        }
        let longest = configuration.longestVisit + configuration.client.closeGrace + Self.spare
        guard let cap, longest <= cap else {
            let seconds = longest.components.seconds
            throw HostError(
                .configurationUnfit,
                message:
                    "A visit with all that [visit] and the categories allow takes up to \(seconds) s, but "
                    + "RuntimeMaxSec= of \(UnitName.visit.rawValue) "
                    + (cap.map { "is \($0.components.seconds) s." } ?? "has no limit."),
                remedy:
                    "The administrator makes the visit shorter in vcd.toml, or RuntimeMaxSec= at least \(seconds)s: "
                    + "'systemctl edit \(UnitName.visit.rawValue)'."
            )
        }
    }

    public func putConfigurationInForce() async throws(HostError) {
        let state = try await asking(.configurationUnfit) { () async throws(BusError) in
            try await units.start(.configuration)
            return try await units.wait(for: .configuration, limit: UnitName.configuration.limit, until: \.isSettled)
        }
        guard state?.activity == .inactive else {
            throw HostError(
                .configurationUnfit,
                message: await failure(of: .configuration),
                remedy: "The administrator looks at 'systemctl status \(UnitName.configuration.rawValue)'."
            )
        }
    }

    public func template() async throws(HostError) -> TemplateReport { try await templateReport(of: .templateShow) }

    public func acceptTemplate(_ digest: String) async throws(HostError) -> TemplateReport {
        // The one-shot takes no input: it accepts what was shown last.
        try await template().requireCandidate(digest)
        let report = try await templateReport(of: .templateSet)
        guard report.accepted == digest else { throw .templateOther }
        return report
    }

    private func templateReport(of unit: UnitName) async throws(HostError) -> TemplateReport {
        try await report(of: unit, in: Places.templateReport, .templateUnusable, \.invocation)
    }

    public func start(_ order: VisitOrder) async throws(HostError) {
        try await requireDelay()
        if configuration.client.template != nil {
            // The home may have waited for hours, and the template below it is still the one on the disk.
            try await verifyTemplate()
        }
        // One that is still there would be taken for this visit's.
        try await endScreen()
        let screen = ScreenOrder(hasPage: hasPage(order.purpose), isTrial: order.purpose == .trial)
        switch order.purpose {
        case .call(let plan):
            // The clock is set anew when the client runs; until then this one holds, should vcd be gone.
            let begin = SystemClock.now()
            let clock = RunningVisit(
                id: order.id,
                plan: plan,
                markedAt: order.markedAt,
                startedAt: begin,
                clock: configuration.visit.clock(of: plan, startedAt: begin.boot)
            )
            try notes.begin(
                UnitOrder(visit: order.id.number, purpose: .call(address: plan.address?.text)),
                screen,
                clock: clock
            )
        // These are never adopted: they have no clock.
        case .drill:
            try notes.begin(UnitOrder(visit: order.id.number, purpose: .drill(try seed())), screen, clock: nil)
        case .trial: try notes.begin(UnitOrder(visit: order.id.number, purpose: .trial), screen, clock: nil)
        }
        planted = nil
        let state = try await asking(.clientUnusable) { () async throws(BusError) in
            try await units.start(.visit)
            await units.hold(.visit)
            await units.hold(.screen)
            return try await units.wait(for: .visit, limit: Self.startLimit, until: \.isSettled)
        }
        guard state?.activity == .active else {
            notes.forgetClock()
            throw try await startFailure()
        }
        switch order.purpose {
        case .call: watch(order.id)
        case .trial: try await waitForPicture()
        case .drill:
            planted = Planted(
                try await asking(.clientUnusable) { () async throws(BusError) in
                    try await units.statusText(of: .visit)
                }
            )
        }
    }

    public func close(grace: Duration) async throws(HostError) -> ClientExit? {
        owesClose = false
        do throws(HostError) {
            return try await closeNow(grace: grace)
        } catch {
            owesClose = true
            throw error
        }
    }

    private func closeNow(grace: Duration) async throws(HostError) -> ClientExit? {
        watched = nil
        notes.forgetClock()
        let before = try await asking(.closeFailed) { () async throws(BusError) in try await units.state(of: .visit) }
        let ran = !before.isDown
        if ran {
            try await asking(.closeFailed) { () async throws(BusError) in
                if grace > .zero {
                    try await units.kill(.visit, .main, signal: SIGTERM)
                    await tellScreen(SeatSignal.closing)
                    if try await units.wait(for: .visit, limit: grace, until: \.isDown) != nil { return }
                }
                try await units.kill(.visit, .all, signal: SIGKILL)
                try await units.stop(.visit)
                _ = try await units.wait(for: .visit, limit: Self.killLimit, until: \.isDown)
            }
        }
        let after = try await asking(.closeFailed) { () async throws(BusError) in try await units.state(of: .visit) }
        guard after.isDown, units.isEmpty(.visit) else {
            throw HostError(
                .closeFailed,
                message: "The processes of the visit do not end, even when killed.",
                remedy: "Restart the PC."
            )
        }
        try await endScreen()
        notes.forgetOrder()
        let exit = ran ? await exit() : nil
        await units.release(.visit)
        await units.release(.screen)
        return exit
    }

    public func hasten() async { try? await units.kill(.visit, .all, signal: SIGKILL) }

    public func restartClient(of visit: VisitID) async throws(HostError) {
        guard watched == visit else { return }
        try await asking(.clientUnusable) { () async throws(BusError) in
            try await units.kill(.visit, .main, signal: SeatSignal.restart)
        }
        // Its windows are asked to close when the seat no longer takes their end for the visit's.
        await tellScreen(SeatSignal.restart)
    }

    public func searchTraces(_ order: DrillOrder) async throws(HostError) -> DrillReport {
        guard let planted else { throw HostError(noDrillIn: UnitName.visit.rawValue) }
        let unit: UnitName = order.rawDevice == nil ? .search : .searchRaw
        let report: SearchReport = try await report(of: unit, in: Places.searchReport, .searchFailed, \.invocation)
        return DrillReport(planted: planted, found: report)
    }

    /// The seed that root made with the present home.
    private func seed() throws(HostError) -> DrillSeed {
        guard let data = try? Data(contentsOf: URL(filePath: Places.seed)),
            let seed = try? JSONDecoder().decode(DrillSeed.self, from: data)
        else { throw HostError(noDrillIn: Places.seed) }
        return seed
    }

    public func facts(version: String) async -> StationFacts {
        // Of the home that was made last, which is the one that a receipt is about.
        StationFacts(version: version, configuration: configuration, template: homeReport?.template)
    }

    var homeReport: HomeReport? { report(Places.homeReport) }

    /// What a one-shot wrote last; nil where there is none.
    func report<Report: Decodable>(_ path: String) -> Report? {
        (try? Data(contentsOf: URL(filePath: path))).flatMap { try? JSONDecoder().decode(Report.self, from: $0) }
    }

    func verifyTemplate() async throws(HostError) {
        try await runOneshot(.templateCheck, .templateUnusable) { () async throws(BusError) in
            try await units.restart(.templateCheck)
        }
    }

    func requireDelay() async throws(HostError) { try await shutdownWatch.requireDelay() }

    public func scan(for visit: VisitTrace?, _ depth: ScanDepth) async throws(HostError) -> ScanResult {
        let unit: UnitName =
            switch depth {
            case .visit: .scan
            case .everything: .scanEverything
            }
        let report: ScanReport = try await report(of: unit, in: Places.scanReport, .scanFailed, \.invocation)
        return ScanResult(
            findings: report.findings.map { Finding(place: $0.place, detail: $0.detail) },
            searched: report.searched.map { SearchedPlace(place: $0.place, count: $0.count) }
        )
    }

    public func powerOff() async throws(HostError) {
        try await asking(.powerOffFailed) { () async throws(BusError) in try await shutdownWatch.powerOff() }
    }

    public func configure(_ configuration: Configuration) async { self.configuration = configuration }

    private func watch(_ visit: VisitID) {
        watched = visit
        seen = nil
        // It may have ended before anybody looked.
        units.changed()
    }

    /// Says when the visit's unit ends though nobody closed it.
    private func watchVisit() async {
        for await _ in units.listen().changes {
            if owesClose, (try? await units.kill(.visit, .all, signal: SIGKILL)) != nil { owesClose = false }
            guard let visit = watched, let state = try? await units.state(of: .visit), watched == visit else {
                continue
            }
            guard state.isDown else {
                await lookAtCall(of: visit)
                continue
            }
            watched = nil
            eventFeed.yield(.clientExited(visit, await exit()))
        }
    }

    func startFailure() async throws(HostError) -> HostError {
        let failed = await isScreenFailed() ? UnitName.screen : .visit
        let text = await told(by: failed)
        let exit = try await asking(.clientUnusable) { () async throws(BusError) in
            try await units.mainExit(of: failed)
        }
        switch SeatExit(rawValue: exit.status) {
        case .client:
            return HostError(
                .clientUnusable,
                message: "The call program could not be started: \(text).",
                remedy: "The administrator corrects [client] command in vcd.toml."
            )
        case .display:
            return HostError(
                .clientUnusable,
                message: "The display could not be started: \(text).",
                remedy: "The administrator corrects [client] display in vcd.toml."
            )
        case .isolation:
            let unkept = HostError(
                .isolationUnavailable,
                message: "No visit can be kept apart: \(text).",
                remedy: "Run 'vcctl wipe'. If it happens again, the administrator looks at \(Self.networkUnits)."
            )
            self.unkept = unkept
            return unkept
        case .service:
            return HostError(
                .clientUnusable,
                message: "What the call program needs beside it could not be started: \(text).",
                remedy: "The administrator installs it, or corrects [client] services in vcd.toml."
            )
        case .page: return HostError(noPage: "\(text).")
        case .template, .order, nil:
            return HostError(
                .isolationUnavailable,
                message: "\(failed.rawValue) could not be started: \(text).",
                remedy: "The administrator looks at 'systemctl status \(failed.rawValue)'."
            )
        }
    }

    private func exit() async -> ClientExit {
        guard let exit = try? await units.mainExit(of: .visit) else { return .unknown }
        switch exit.code {
        case Int32(CLD_EXITED): return .exited(exit.status)
        case Int32(CLD_KILLED), Int32(CLD_DUMPED): return .signalled(exit.status)
        default: return .unknown
        }
    }
}
