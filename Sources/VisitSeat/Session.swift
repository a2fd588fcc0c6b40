import Glibc
import SeatMessages
import StationCore

/// The session of a visit: its services, its screen, and the client on it.
struct Session {
    /// What the client is started for.
    enum Occasion {
        /// With the visit's own address, where it has one.
        case call(address: String?)
        /// It has to draw something within the limit.
        case trial(within: Duration)

        var address: String? {
            switch self {
            case .call(let address): address
            case .trial: nil
            }
        }
    }

    let client: ChildProcess
    private let plan: SessionPlan
    private let screen: ChildProcess?
    private let notices: VisitorNotices?
    private var processes: SessionProcesses

    static func start(_ plan: SessionPlan, for occasion: Occasion) throws(SeatFailure) -> Session {
        var processes = SessionProcesses()
        do throws(SeatFailure) {
            let home = try PrivateFolders.home()
            func placed(_ text: String) -> String { text.replacing(SessionPlan.homeMark, with: home) }

            for (name, value) in plan.environment { setenv(name, placed(value), 1) }
            try PrivateFolders.make(belowHome: plan.folders)
            let command = plan.command.map(placed)
            try ProfileLocks.remove(in: home, profile: StartPage.profile(in: command))
            try StartPage(address: occasion.address ?? plan.address, browser: plan.browser).lay(for: command)
            try SessionServices(plan: plan).start(in: &processes)
            let screen = try Display(kind: plan.display).start(in: &processes)
            let client = try ChildProcess.start(command)
            let notices: VisitorNotices?
            switch occasion {
            case .call: notices = plan.notices.flatMap { VisitorNotices.start($0, on: plan.display) }
            case .trial(let limit):
                notices = nil
                try FirstPicture(on: plan.display, within: limit).wait(for: client)
            }
            return Session(client: client, plan: plan, screen: screen, notices: notices, processes: processes)
        } catch {
            processes.stop()
            throw error
        }
    }

    /// Waits for the client's end, and asks for it once `termination` can be read.
    func run(until termination: Int32) -> SeatReport {
        SeatLoop(
            client: client,
            termination: termination,
            closeSignal: plan.closeSignal.number,
            screen: screen,
            watchers: notices?.watchers ?? []
        ).run()
    }

    /// Ends what runs beside the client.
    mutating func stop() {
        notices?.stop()
        processes.stop()
    }
}

extension Configuration.CloseSignal {
    /// signal(7).
    fileprivate var number: Int32 {
        switch self {
        case .term: SIGTERM
        case .int: SIGINT
        case .hup: SIGHUP
        case .quit: SIGQUIT
        }
    }
}
