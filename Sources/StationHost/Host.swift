import StationCore
import UnitMessages

/// The hands of the station: what the machine decides, a host does. `LocalHost` does it without root and systemd,
/// `SystemdHost` through units.
///
/// Every method may be called again after it failed, and after a crash of the process that called it before.
public protocol Host: Sendable {
    /// What happens on the host by itself. One consumer.
    var events: AsyncStream<HostEvent> { get }

    /// What becomes of a running visit when the daemon leaves.
    var survival: VisitSurvival { get }

    /// The visit that an earlier daemon started and whose client still runs, with its clock; nil if there is none, or
    /// if it was asked to end already.
    func adoptable() async throws(HostError) -> RunningVisit?

    /// Keeps the visit's clock where ``adoptable()`` of the next daemon finds it.
    func remember(_ visit: RunningVisit)

    /// When the PC is to go off, as an earlier daemon noted it; nil where none did since the PC was switched on.
    var notedShutdown: BootTime? { get }

    /// Keeps that where ``notedShutdown`` of the next daemon finds it; nil: the PC stays on.
    func note(offAt time: BootTime?)

    /// The station is done: a shutdown that waits for it may go on.
    func letShutdownProceed()

    /// - Throws: `configurationUnfit` when the host can't run visits by this configuration.
    func vet(_ configuration: Configuration) async throws(HostError)

    /// Puts the configuration on the disk in force for every program of the station at once.
    ///
    /// - Throws: `configurationUnfit` when it is refused; the last one stays in force then.
    func putConfigurationInForce() async throws(HostError)

    /// Supervises what the host starts, until cancelled; then everything it started is gone.
    func run() async throws

    /// Makes a fresh home. Throws when the template is missing or not the accepted one, or the host cannot isolate a
    /// visit.
    func makeHome() async throws(HostError)

    /// Reads the whole template, and what is laid ready to take its place.
    func template() async throws(HostError) -> TemplateReport

    /// Accepts the template that was looked at; what is laid ready takes its place. It holds from the next home on.
    ///
    /// - Parameter digest: of what was looked at.
    /// - Throws: `templateChanged` when it is another one by now, or holds what no template may hold.
    func acceptTemplate(_ digest: String) async throws(HostError) -> TemplateReport

    /// Starts the client of `visit` on the fresh home, and returns when its process runs.
    func start(_ visit: VisitOrder) async throws(HostError)

    /// Ends every process of a visit: politely first, after `grace` by force. Returns when they are gone.
    ///
    /// - Returns: how the client ended; nil if none ran.
    func close(grace: Duration) async throws(HostError) -> ClientExit?

    /// Kills the client of a start or a close that is under way; what is under way then comes to its end.
    func hasten() async

    /// Asks the seat of the running visit to begin the client anew, with the same home and the same address. What came of it
    /// the seat says by ``HostEvent/callSeen(_:_:)``.
    func restartClient(of visit: VisitID) async throws(HostError)

    /// Destroys the home and every other place the visit could write to.
    ///
    /// - Returns: what was destroyed.
    func wipe() async throws(HostError) -> [DestroyedPlace]

    /// Looks for anything that is left of `visit`, without using what `wipe` knows or did.
    ///
    /// - Parameter visit: the visit that was wiped; nil to look for what any visit may have left.
    /// - Throws: `scanFailed` when a place can't be looked at, or when the scan doesn't see the decoy that it planted
    ///   itself.
    func scan(for visit: VisitTrace?, _ depth: ScanDepth) async throws(HostError) -> ScanResult

    /// Looks everywhere for the tokens of the drill that was wiped last.
    ///
    /// - Throws: `searchFailed` when something can't be searched, or when the search doesn't see the control tokens that
    ///   it planted itself.
    func searchTraces(_ order: DrillOrder) async throws(HostError) -> DrillReport

    /// What a receipt says of this station.
    ///
    /// - Parameter version: vcd's.
    func facts(version: String) async -> StationFacts

    /// Looks at parts of the station, side by side. One look at a time.
    ///
    /// - Parameter tell: hears each result as it comes.
    /// - Returns: a result for each name that is the host's or a probe's to look at, in the order of the names; none for
    ///   those that a cancelled look has not come to.
    func check(_ task: CheckTask, tell: @escaping @Sendable (CheckResult) -> Void) async -> [CheckResult]

    /// Whether the PC's clock is synchronised with a time server; a host that can't tell says no.
    func clockIsSynchronised() async -> Bool

    /// Whether the PC can wake by itself at a time; a host that can't tell says no.
    func wakes(at time: WallTime) async -> Bool

    /// Announces in the waiting room whose turn it is, by the configured command. What goes wrong is only logged: an
    /// officer can call out too.
    func announce(_ ticket: Ticket) async

    /// Switches the PC off, or announces it where the host has no such power.
    func powerOff() async throws(HostError)

    /// Takes over a new configuration; it holds from the next visit on.
    func configure(_ configuration: Configuration) async
}

public enum HostEvent: Hashable, Sendable {
    /// The client ended by itself.
    case clientExited(VisitID, ClientExit)
    /// What the visit's screen shows, as the seat sees it.
    case callSeen(VisitID, CallView)
    /// Somebody else is switching the PC off, and waits for ``Host/letShutdownProceed()``.
    case shutdownBegan
    case shutdownGivenUp
}

/// A host could not do what was asked.
public struct HostError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: Hashable, Sendable {
        /// The configured client cannot be run: it doesn't exist, isn't executable, or ended at once.
        case clientUnusable
        case templateUnusable
        /// The template is not what was accepted, or holds what no template may hold.
        case templateChanged
        /// Namespaces, bubblewrap or seccomp are not to be had.
        case isolationUnavailable
        case configurationUnfit
        case closeFailed
        case wipeFailed
        case scanFailed
        case searchFailed
        case powerOffFailed
        case announceFailed
        case checkFailed
    }

    public let code: Code
    /// What happened, one sentence.
    public let message: String
    /// What to do about it, one sentence.
    public let remedy: String

    public init(_ code: Code, message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    public var description: String { "\(message) \(remedy)" }
}
