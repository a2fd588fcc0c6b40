import CLinux
import FoundationEssentials
import Glibc
import SeatMessages
import StationConfig
import StationCore
import Systemd
import UnitMessages

/// The screen between visits: on the visits' own compositor a browser on the page of vcd-board. Neither keyboard nor mouse
/// reaches it.
struct WaitingScreen {
    private let termination = Termination()
    private let file: String?

    private static let look: Duration = .milliseconds(500)
    /// One that ran for so long counts as one that works.
    private static let steady: Duration = .seconds(60)
    private static let pauses: ClosedRange<Duration> = .seconds(1)...(.seconds(30))
    private static let grace: Duration = .seconds(1)

    /// - Parameter file: a configuration; nil for the one that is in force.
    init(configuration file: String?) { self.file = file }

    /// - Returns: the exit status.
    func run() -> Int32 {
        let configuration: Configuration
        do {
            configuration = try ConfigurationLoader.load(inForceUnless: file)
        } catch {
            Notify.status("\(error)")
            return SeatExit.order.rawValue
        }
        let kind = configuration.client.display
        let socket = ScreenSocket(for: kind)
        // Another unit's screen has waited already.
        if socket == nil, termination.comes(within: Termination.beforeWaiting) { return EXIT_SUCCESS }
        var processes = SessionProcesses()
        defer { processes.stop() }
        do {
            if let socket {
                try socket.enter()
                let browser = try WaitingBrowser(display: kind, port: configuration.waiting.port)
                return try keep(browser, on: .others(socket))
            }
            guard let screen = try Display(kind: kind, hasInput: false).start(in: &processes) else {
                Notify.status("[client] display = \"\(kind.rawValue)\" is no screen that could be waited on.")
                return EXIT_SUCCESS
            }
            Notify.ready(status: "The waiting screen runs.")
            let browser = try WaitingBrowser(display: kind, port: configuration.waiting.port)
            return try keep(browser, on: .own(screen))
        } catch {
            Notify.status(error.message)
            return SeatExit(error.cause).rawValue
        }
    }

    private enum Screen {
        case own(ChildProcess)
        case others(ScreenSocket)

        /// Can be read once it is gone; negative for one that is only missed when it is asked for.
        var descriptor: Int32 {
            switch self {
            case .own(let process): process.pidfd
            case .others: -1
            }
        }

        var isThere: Bool {
            switch self {
            case .own: true
            case .others(let socket): socket.isServed
            }
        }
    }

    /// Has the browser run until this process is told to end.
    private func keep(_ browser: WaitingBrowser, on screen: Screen) throws(SeatFailure) -> Int32 {
        var pause = Self.pauses.lowerBound
        while true {
            // A browser that finds no page doesn't ask again; the page itself does.
            while !browser.isPageThere { if termination.comes(within: Self.look) { return EXIT_SUCCESS } }
            let begin = ContinuousClock.now
            let process = try browser.start()
            switch wait(for: process, on: screen) {
            case .told:
                end(process)
                return EXIT_SUCCESS
            case .screenGone:
                end(process)
                throw Self.screenGone
            case .browserGone:
                _ = process.wait()
                guard screen.isThere else { throw Self.screenGone }
                let wasSteady = ContinuousClock.now - begin > Self.steady
                pause = wasSteady ? Self.pauses.lowerBound : min(pause * 2, Self.pauses.upperBound)
                if termination.comes(within: pause) { return EXIT_SUCCESS }
            }
        }
    }

    private static var screenGone: SeatFailure { SeatFailure(cause: .display, message: "The screen is gone.") }

    private enum Event { case told, screenGone, browserGone }

    private func wait(for process: ChildProcess, on screen: Screen) -> Event {
        var watched = [termination.descriptor, screen.descriptor, process.pidfd].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        while poll(&watched, nfds_t(watched.count), -1) < 0, errno == EINTR {}
        if watched[0].revents != 0 { return .told }
        return watched[1].revents != 0 ? .screenGone : .browserGone
    }

    private func end(_ process: ChildProcess) {
        process.signal(SIGTERM)
        if !process.ends(within: Self.grace) { process.signal(SIGKILL) }
        _ = process.wait()
    }
}
