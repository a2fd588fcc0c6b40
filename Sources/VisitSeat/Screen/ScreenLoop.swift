import Glibc
import SeatMessages
import StationCore
import Systemd
import UnitMessages

/// Watches a screen until it is told to end, or until the compositor ends.
struct ScreenLoop {
    let compositor: ChildProcess
    let plan: SessionPlan
    /// Each the descriptor of a signal (signalfd(2)); negative for none.
    let termination: Int32
    var restart: Int32 = -1
    var closing: Int32 = -1
    var notices: VisitorNotices?
    var page: PageWatch?
    /// What a trial waits for.
    var first: FirstPicture?

    private var isClosing = false
    private var told: CallView?
    /// When it is taken for begun anew what vcd was asked to begin anew.
    private var beginAt: ContinuousClock.Instant?
    /// Descriptors that would be called for without end.
    private var deaf: Set<Int32> = []

    /// How often a trial looks.
    private static let pause: Duration = .milliseconds(100)
    /// What vcd has to begin the call program anew.
    private static let answerLimit: Duration = .seconds(3)

    init(compositor: ChildProcess, plan: SessionPlan, termination: Int32) {
        self.compositor = compositor
        self.plan = plan
        self.termination = termination
    }

    /// - Returns: the exit status.
    mutating func run() throws(SeatFailure) -> Int32 {
        while true {
            let watchers = notices?.watchers ?? []
            let eye = isClosing ? -1 : page?.descriptor ?? -1
            let own = [termination, compositor.pidfd, restart, closing, eye]
            let others = watchers.map { deaf.contains($0.descriptor) ? -1 : $0.descriptor }
            var watched = (own + others).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&watched, nfds_t(watched.count), timeout) >= 0 else { continue }
            if watched[0].revents != 0 { return EXIT_SUCCESS }
            if watched[1].revents != 0 {
                throw SeatFailure(cause: .display, message: "\(plan.display.rawValue) ended.")
            }
            if hears(restart, watched[2]) { begin() }
            if hears(closing, watched[3]) { close() }
            if watched[4].revents != 0 { look() }
            for (place, watcher) in zip(watched[own.count...], watchers) where place.revents != 0 {
                if place.revents & Int16(POLLIN) != 0 { watcher.readable() } else { deaf.insert(watcher.descriptor) }
            }
            if try first?.isDrawn() == true {
                first = nil
                Notify.status(ScreenOrder.drawn)
            }
        }
    }

    private var timeout: Int32 { first == nil ? -1 : Int32(Self.pause / .milliseconds(1)) }

    private func hears(_ descriptor: Int32, _ place: pollfd) -> Bool {
        guard place.revents != 0 else { return false }
        // struct signalfd_siginfo.
        var bytes = [UInt8](repeating: 0, count: 128)
        return read(descriptor, &bytes, bytes.count) > 0
    }

    private mutating func look() {
        guard let page else { return }
        if let time = beginAt {
            page.rest()
            if ContinuousClock.now >= time { begin() }
            return
        }
        let step = page.look()
        say(page.view)
        // vcd hears of one more attempt, and has the visit's unit make it.
        if step == .restart { beginAt = ContinuousClock.now + Self.answerLimit }
    }

    /// The call program is begun anew.
    private mutating func begin() {
        beginAt = nil
        closeWindows()
        page?.begin()
        if let page { say(page.view) }
    }

    private mutating func close() {
        isClosing = true
        closeWindows()
        for watcher in notices?.watchers ?? [] { watcher.closing() }
    }

    /// So that the other side of the call hears at once that it is over.
    private func closeWindows() {
        if plan.browser != nil, plan.display == .sway { _ = SwaySocket()?.closeAll() }
    }

    private mutating func say(_ view: CallView) {
        guard view != told else { return }
        told = view
        Notify.status(view.text)
    }
}
