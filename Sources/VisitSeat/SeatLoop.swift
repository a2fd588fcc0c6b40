import Glibc
import SeatMessages
import StationCore

/// Waits for the client's end, begins it anew where that is asked for or needed, and ends it when the seat is told to.
struct SeatLoop {
    var client: ChildProcess
    let program: ClientProgram
    let requests: SeatRequests
    /// The screen that the client draws on; without it the client is killed.
    var screen: ChildProcess?
    var watchers: [any SeatWatcher] = []
    var page: PageWatch?
    /// Hears what is seen of the call, each time that is something else.
    var tell: (CallView) -> Void = { _ in }

    private var hasScreen = true
    private var isClosing = false
    /// When the client is signalled whose windows were asked to close.
    private var signalAt: ContinuousClock.Instant?
    private var told: CallView?
    /// Descriptors that would be called for without end.
    private var deaf: Set<Int32> = []

    init(client: ChildProcess, program: ClientProgram, requests: SeatRequests) {
        self.client = client
        self.program = program
        self.requests = requests
    }

    private enum Source {
        case client, screen, page
        case request(Int32)
        case watcher(any SeatWatcher)
    }

    mutating func run() -> SeatReport {
        while true {
            let sources = self.sources
            var watched = sources.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            guard poll(&watched, nfds_t(watched.count), timeout) >= 0 else {
                if errno == EINTR { continue }
                break
            }
            if let time = signalAt, ContinuousClock.now >= time { signal() }
            for (place, source) in zip(watched, sources) where place.revents != 0 {
                switch source.what {
                // Its end is what counts, whatever else came.
                case .client: return client.wait()
                case .screen:
                    hasScreen = false
                    client.signal(SIGKILL)
                case .request(let descriptor):
                    switch requests.take(from: descriptor) {
                    case .close: close()
                    case .restart: if !isClosing, !restart() { return .exited(status: EXIT_FAILURE) }
                    case nil: break
                    }
                case .page: if look() == .restart, !isClosing, !restart() { return .exited(status: EXIT_FAILURE) }
                case .watcher(let watcher):
                    if place.revents & Int16(POLLIN) != 0 {
                        watcher.readable()
                    } else {
                        deaf.insert(watcher.descriptor)
                    }
                }
            }
        }
        return client.wait()
    }

    private var sources: [(what: Source, descriptor: Int32)] {
        var list: [(what: Source, descriptor: Int32)] = [(.client, client.pidfd)]
        if hasScreen, let screen { list.append((.screen, screen.pidfd)) }
        // One request to close is enough; vcd kills the rest when the grace is over.
        if !isClosing {
            list += requests.descriptors.map { (.request($0), $0) }
            if let page { list.append((.page, page.descriptor)) }
        }
        return list + watchers.map { (.watcher($0), deaf.contains($0.descriptor) ? -1 : $0.descriptor) }
    }

    /// For poll(2), in milliseconds.
    private var timeout: Int32 {
        guard let signalAt else { return -1 }
        return Int32(clamping: max(1, (signalAt - ContinuousClock.now).wholeMilliseconds + 1))
    }

    private mutating func close() {
        isClosing = true
        if program.closeWindows() {
            signalAt = ContinuousClock.now + ClientProgram.windowLimit
        } else {
            signal()
        }
        for watcher in watchers { watcher.closing() }
    }

    private mutating func signal() {
        signalAt = nil
        client.signal(program.plan.closeSignal.number)
    }

    private mutating func look() -> PageJudge.Step {
        guard let page else { return .wait }
        let step = page.look()
        say(page.view)
        return step
    }

    /// - Returns: whether the client runs again.
    private mutating func restart() -> Bool {
        program.end(client)
        do {
            client = try program.begin()
        } catch {
            return false
        }
        page?.begin()
        if let page { say(page.view) }
        return true
    }

    private mutating func say(_ view: CallView) {
        guard view != told else { return }
        told = view
        tell(view)
    }
}
