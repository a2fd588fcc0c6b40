import Glibc
import Logging
import SeatMessages
import StationCore
import UnitMessages

/// The embedded host: visits run in bubblewrap, without root and without systemd. Power-off is only announced.
public actor LocalHost: Host {
    public nonisolated let events: AsyncStream<HostEvent>
    public nonisolated let survival = VisitSurvival.endsWithDaemon

    let paths: LocalPaths
    private let seat: String
    /// The path of vcd-helper.
    let helper: String
    private let logger: Logger
    private let eventFeed: AsyncStream<HostEvent>.Continuation
    private let launches: (stream: AsyncStream<LocalVisit>, continuation: AsyncStream<LocalVisit>.Continuation)
    var configuration: Configuration
    private var current: LocalVisit?
    /// The seed of the drill that runs or was wiped last, and what its decoy could plant.
    private var drill: DrillSeed?
    private var planted: Planted?
    /// The template as it was verified last.
    private var templateSeen: TemplateSeen?

    private static let killRounds = 3
    private static let killLimit: Duration = .seconds(5)

    /// - Parameters:
    ///   - paths: where this station keeps its things; hidden from visits.
    ///   - programs: the folder of vcd-seat and vcd-helper, with a slash at its end; empty for that of none.
    public init(configuration: Configuration, paths: LocalPaths, programs: String, logger: Logger) {
        self.configuration = configuration
        self.paths = paths
        seat = programs + "vcd-seat"
        helper = programs + "vcd-helper"
        self.logger = logger
        (events, eventFeed) = AsyncStream.makeStream()
        launches = AsyncStream.makeStream()
    }

    public func run() async throws {
        await withDiscardingTaskGroup { group in
            for await visit in launches.stream {
                group.addTask {
                    await visit.run()
                    if case .success = visit.started.value, case .exited(let exit) = visit.ended.value {
                        self.eventFeed.yield(.clientExited(visit.id, exit))
                    }
                }
            }
        }
        // A sandbox that ended as it began may still be dying. This task is cancelled, and would wait for nothing.
        try await Task { try await killLeftovers() }.value
    }

    public func makeHome() async throws(HostError) {
        let account = try ClientAccount(for: configuration.client)
        try localTemplate.require(readableBy: account)
        try verifyTemplate()
        try await trySandbox(account)
    }

    /// The sandbox that a visit would have, around nothing.
    func trySandbox(_ account: ClientAccount) async throws(HostError) {
        var sandbox = try sandbox(
            for: VisitID(0),
            .call(address: nil),
            account,
            publicFolder: account.canRead(paths.publicFolder) ? paths.publicFolder : nil
        )
        sandbox.isAttempt = true
        try await IsolationProbe(account: account, sandbox: sandbox).require()
    }

    private func sandbox(
        for visit: VisitID,
        _ purpose: SeatOrder.Purpose,
        _ account: ClientAccount,
        publicFolder: String?
    ) throws(HostError) -> Sandbox {
        Sandbox(
            configuration: configuration,
            paths: paths,
            visit: visit,
            seat: try SeatBinary.path(of: seat, readableBy: account, mark: paths.mark),
            purpose: purpose,
            lockdown: try LocalLockdown(configuration, paths: paths, account: account),
            publicFolder: publicFolder
        )
    }

    public func template() async throws(HostError) -> TemplateReport { try localTemplate.report() }

    public func acceptTemplate(_ digest: String) async throws(HostError) -> TemplateReport {
        try localTemplate.accept(digest)
    }

    var localTemplate: LocalTemplate { LocalTemplate(path: configuration.client.template, paths: paths) }

    private func verifyTemplate() throws(HostError) { templateSeen = try localTemplate.verify(since: templateSeen) }

    public func start(_ order: VisitOrder) async throws(HostError) {
        guard current == nil else {
            throw HostError(
                .clientUnusable,
                message: "Another visit is still running.",
                remedy: "End it first: 'vcctl wipe'."
            )
        }
        // The home is filled now, and it may have been long since it was asked for.
        try verifyTemplate()
        let account = try ClientAccount(for: configuration.client)
        let purpose: SeatOrder.Purpose
        drill = nil
        planted = nil
        switch order.purpose {
        case .call(let plan): purpose = .call(address: plan.address?.text)
        case .trial: purpose = .trial(limit: configuration.checks.limit(of: .start).wholeMilliseconds)
        case .drill:
            let bytes = (0..<DrillSeed.digits / 2).map { _ in UInt8.random(in: .min ... .max) }
            guard let seed = DrillSeed(bytes: bytes) else { throw HostError(noDrillIn: "this run of vcd") }
            drill = seed
            purpose = .drill(seed.masked)
        }
        let isPublic = publicVisit.begin() && account.canRead(paths.publicFolder)
        let sandbox = try sandbox(for: order.id, purpose, account, publicFolder: isPublic ? paths.publicFolder : nil)
        let feed = eventFeed
        let id = order.id
        let visit = LocalVisit(sandbox: sandbox, account: account) { feed.yield(.callSeen(id, $0)) }
        current = visit
        launches.continuation.yield(visit)
        do {
            try await visit.started.wait().get()
            planted = visit.planted
        } catch {
            logger.warning("\(error)", metadata: ["visit": "\(order.id)"])
            throw error
        }
    }

    public func close(grace: Duration) async throws(HostError) -> ClientExit? {
        var exit: ClientExit?
        publicVisit.forget()
        if let visit = current {
            switch await visit.close(grace: grace) {
            case .exited(let how):
                exit = how
                current = nil
            case .stuck:
                current = nil
                throw HostError(
                    .closeFailed,
                    message: "The call program of visit \(visit.id) does not end, even when killed.",
                    remedy: "Restart the PC."
                )
            }
        }
        try await killLeftovers()
        return exit
    }

    public func hasten() async { current?.kill() }

    public func restartClient(of visit: VisitID) async throws(HostError) {
        guard let current, current.id == visit else { return }
        await current.restartClient()
    }

    public func wipe() async throws(HostError) -> [DestroyedPlace] {
        guard current == nil else {
            throw HostError(.wipeFailed, message: "The visit is still running.", remedy: "End it: 'vcctl wipe'.")
        }
        // The home was memory of namespaces that are gone with their last process.
        try await killLeftovers()
        return (["home"] + Places.privateToVisit).map { DestroyedPlace(place: $0, bytes: nil) }
    }

    public func scan(for visit: VisitTrace?, _ depth: ScanDepth) async throws(HostError) -> ScanResult {
        let account = try ClientAccount(for: configuration.client)
        return try await Scan(paths: paths, visit: visit, account: account).result()
    }

    public func searchTraces(_ order: DrillOrder) async throws(HostError) -> DrillReport {
        guard let drill, let planted else { throw HostError(noDrillIn: "this run of vcd") }
        let account = try ClientAccount(for: configuration.client)
        let search = LocalTraceSearch(paths: paths, account: account, rawDevice: order.rawDevice)
        return DrillReport(planted: planted, found: try await search.run(for: drill))
    }

    public func facts(version: String) async -> StationFacts {
        StationFacts(version: version, configuration: configuration, template: templateSeen?.digest)
    }

    public nonisolated func adoptable() async throws(HostError) -> RunningVisit? { nil }

    public nonisolated func remember(_ visit: RunningVisit) {
        if !publicVisit.save(visit) { logger.warning("\(paths.publicVisit) cannot be written.") }
    }

    /// The embedded host is off when its daemon is gone: nothing is left to be switched off later.
    public nonisolated var notedShutdown: BootTime? { nil }

    public nonisolated func note(offAt time: BootTime?) {}

    private nonisolated var publicVisit: LocalPublicVisit { LocalPublicVisit(paths: paths) }

    public nonisolated func letShutdownProceed() {}

    public nonisolated func vet(_ configuration: Configuration) async throws(HostError) {}

    /// vcd alone reads it here.
    public nonisolated func putConfigurationInForce() async throws(HostError) {}

    /// It sets no alarm.
    public nonisolated func wakes(at time: WallTime) async -> Bool { false }

    public nonisolated func clockIsSynchronised() async -> Bool { KernelClock.isSynchronised }

    public func announce(_ ticket: Ticket) async {
        guard let announcement = Announcement(configuration.call, ticket: ticket.number) else { return }
        do throws(HostError) {
            try await ClientAccount(for: configuration.client).run(announcement)
        } catch {
            logger.warning("\(error)")
        }
    }

    public func powerOff() async throws(HostError) {
        logger.notice("The PC would be switched off now; the embedded host only announces it.")
    }

    public func configure(_ configuration: Configuration) async { self.configuration = configuration }

    /// Ends what an earlier vcd may have left running. Only processes that carry this station's mark are touched.
    private func killLeftovers() async throws(HostError) {
        for _ in 0..<Self.killRounds {
            let handles = Scan.processes(ofStation: paths.mark).compactMap { ProcessHandle(pid: $0) }
            if handles.isEmpty { return }
            for handle in handles { handle.signal(SIGKILL) }
            for handle in handles { _ = await handle.ended(within: Self.killLimit) }
        }
        guard Scan.processes(ofStation: paths.mark).isEmpty else {
            throw HostError(
                .closeFailed,
                message: "Processes of an earlier visit do not end, even when killed.",
                remedy: "Restart the PC."
            )
        }
    }
}
