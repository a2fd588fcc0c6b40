import CLinux
import FoundationEssentials
import Glibc
import SeatMessages
import StationConfig
import StationCore
import Systemd
import UnitMessages

/// The screen under systemd, as main process of a unit and account of its own: the compositor, which speaks to seatd, and
/// what is shown and seen by it. A client gets the compositor's socket and nothing else of all this.
struct ScreenUnit {
    enum Client: String {
        /// A visit's call program.
        case visit
        /// The waiting screen's browser, which neither keyboard nor mouse reaches.
        case waiting
    }

    private let client: Client
    private let termination = Termination()
    private let restart = vcd_block_signal(SeatSignal.restart)
    private let closing = vcd_block_signal(SeatSignal.closing)

    init(for client: Client) { self.client = client }

    /// - Returns: the exit status.
    func run() -> Int32 {
        _ = vcd_keep_to_itself()
        if client == .waiting, termination.comes(within: Termination.beforeWaiting) { return EXIT_SUCCESS }
        let configuration: Configuration
        do {
            configuration = try ConfigurationLoader.load(inForceUnless: nil)
        } catch {
            Notify.status("\(error)")
            return SeatExit.order.rawValue
        }
        var processes = SessionProcesses()
        defer { processes.stop() }
        do throws(SeatFailure) {
            return try show(plan(configuration), in: &processes)
        } catch {
            Notify.status(error.message)
            return SeatExit(error.cause).rawValue
        }
    }

    /// What of a session is the screen's.
    private func plan(_ configuration: Configuration) -> SessionPlan {
        var plan = SessionPlan(configuration)
        plan.services = []
        if client == .waiting { plan.notices = nil }
        return plan
    }

    private func show(_ plan: SessionPlan, in processes: inout SessionProcesses) throws(SeatFailure) -> Int32 {
        for (name, value) in plan.environment where Self.isScreens(name) { setenv(name, value, 1) }
        PrivateFolders.make()
        var display = Display(kind: plan.display, hasInput: client == .visit)
        // A client of sway's speaks Wayland: an X server would be one more way to it.
        display.hasX = plan.display == .cage
        guard display.isCompositor else {
            Notify.ready(status: "There is nothing to show here: [client] display is \"\(plan.display.rawValue)\".")
            termination.wait()
            return EXIT_SUCCESS
        }
        try SessionServices(plan: plan).start(in: &processes)
        guard let compositor = try display.start(in: &processes) else { return EXIT_FAILURE }
        try ScreenDoor.open()
        var loop = ScreenLoop(compositor: compositor, plan: plan, termination: termination.descriptor)
        if client == .visit { try prepare(&loop) }
        Notify.ready(status: "The screen runs.")
        defer { loop.notices?.stop() }
        return try loop.run()
    }

    /// The visit's own: what is looked for, and what is told to the visitor.
    private func prepare(_ loop: inout ScreenLoop) throws(SeatFailure) {
        guard let data = try? Data(contentsOf: URL(filePath: Places.screenOrder)),
            let order = try? JSONDecoder().decode(ScreenOrder.self, from: data)
        else { throw SeatFailure(cause: .isolation, message: "There is no order from vcd in \(Places.screenOrder).") }
        loop.restart = restart
        loop.closing = closing
        loop.page = PageWatch(loop.plan, hasPage: order.hasPage)
        if order.isTrial {
            if loop.page == nil { loop.first = FirstPicture(on: loop.plan.display) }
        } else {
            loop.notices = loop.plan.notices.flatMap { VisitorNotices.start($0, on: loop.plan.display) }
        }
    }

    /// Variables of [client] environment that are the compositor's: of wlroots, libxkbcommon, and the tests' size.
    private static func isScreens(_ name: String) -> Bool {
        ["WLR_", "XKB_"].contains(where: name.hasPrefix) || name == "VCD_SCREEN"
    }
}
