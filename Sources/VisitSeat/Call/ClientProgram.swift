import Glibc
import SeatMessages

/// The call program of a visit: how it is begun, also anew, and how it is ended before that.
struct ClientProgram {
    let plan: SessionPlan
    /// The page that the visit begins with.
    let address: String?
    let home: String

    /// How long a window has to close, with the unloading of its page, before its program is signalled. A page that asks
    /// whether it may be left gets no longer.
    static let windowLimit: Duration = .milliseconds(700)
    private static let signalLimit: Duration = .seconds(1)

    init(_ plan: SessionPlan, address: String?) throws(SeatFailure) {
        self.plan = plan
        self.address = address ?? plan.address
        home = try PrivateFolders.home()
    }

    func placed(_ text: String) -> String { text.replacing(SessionPlan.homeMark, with: home) }

    func begin() throws(SeatFailure) -> ChildProcess {
        let command = plan.command.map(placed)
        try ProfileLocks.remove(in: home, profile: StartPage.profile(in: command))
        try StartPage(address: address, browser: plan.browser).lay(for: command)
        return try ChildProcess.start(command, leadsGroup: true)
    }

    /// Asks a browser's windows to close, so that the other side of the call hears at once that it is over.
    ///
    /// - Returns: whether there were any.
    func closeWindows() -> Bool {
        guard plan.browser != nil, plan.display == .sway else { return false }
        // vcd has told the screen's unit to ask them.
        if ScreenSocket(for: plan.display) != nil { return true }
        guard let sway = SwaySocket() else { return false }
        return sway.closeAll() > 0
    }

    /// Ends the program, to begin it anew.
    func end(_ process: ChildProcess) {
        if !(closeWindows() && process.ends(within: Self.windowLimit)) {
            process.signal(plan.closeSignal.number)
            _ = process.ends(within: Self.signalLimit)
        }
        // What it started may hold its profile, its camera, or its place on the screen.
        kill(-process.pid, SIGKILL)
        _ = process.wait()
    }
}
