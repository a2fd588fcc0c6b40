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

    private let client: ChildProcess
    private let program: ClientProgram
    private var screen: ChildProcess?
    private var notices: VisitorNotices?
    private var page: PageWatch?
    private var processes: SessionProcesses

    static func start(_ plan: SessionPlan, for occasion: Occasion) throws(SeatFailure) -> Session {
        var processes = SessionProcesses()
        do throws(SeatFailure) {
            let program = try ClientProgram(plan, address: occasion.address)
            for (name, value) in plan.environment { setenv(name, program.placed(value), 1) }
            try PrivateFolders.make(belowHome: plan.folders)
            try SessionServices(plan: plan).start(in: &processes)
            if let socket = ScreenSocket(for: plan.display) {
                // Notices, and whoever looks at the screen, are its own unit's.
                try socket.enter()
                let client = try program.begin()
                return Session(client: client, program: program, processes: processes)
            }
            let screen = try Display(kind: plan.display).start(in: &processes)
            var client = try program.begin()
            let page = PageWatch(plan, hasPage: program.address != nil)
            let notices: VisitorNotices?
            switch occasion {
            case .call: notices = plan.notices.flatMap { VisitorNotices.start($0, on: plan.display) }
            case .trial(let limit):
                notices = nil
                if let page {
                    client = try PageTrial(watch: page, program: program, limit: limit).wait(for: client)
                } else {
                    var picture = FirstPicture(on: plan.display)
                    try picture.wait(for: client, within: limit)
                }
            }
            return Session(
                client: client,
                program: program,
                screen: screen,
                notices: notices,
                page: page,
                processes: processes
            )
        } catch {
            processes.stop()
            throw error
        }
    }

    /// Waits for the client's end, and does what is asked meanwhile.
    ///
    /// - Parameter tell: hears what is seen of the call, each time that is something else.
    func run(by requests: SeatRequests, tell: @escaping (CallView) -> Void) -> SeatReport {
        var loop = SeatLoop(client: client, program: program, requests: requests)
        loop.screen = screen
        loop.watchers = notices?.watchers ?? []
        loop.page = page
        loop.tell = tell
        return loop.run()
    }

    /// Ends what runs beside the client.
    mutating func stop() {
        notices?.stop()
        processes.stop()
    }
}

extension Configuration.CloseSignal {
    /// signal(7).
    var number: Int32 {
        switch self {
        case .term: SIGTERM
        case .int: SIGINT
        case .hup: SIGHUP
        case .quit: SIGQUIT
        }
    }
}
