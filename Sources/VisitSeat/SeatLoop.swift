import Glibc
import SeatMessages

/// Waits for the client's end, and asks for it when the seat is told to.
struct SeatLoop {
    let client: ChildProcess
    /// Can be read once the client is to be asked to end.
    let termination: Int32
    /// How the client is asked.
    let closeSignal: Int32
    /// The screen that the client draws on; without it the client is killed.
    var screen: ChildProcess?
    var watchers: [any SeatWatcher] = []

    func run() -> SeatReport {
        var watched = ([client.pidfd, termination, screen?.pidfd ?? -1] + watchers.map(\.descriptor)).map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        while true {
            guard poll(&watched, nfds_t(watched.count), -1) >= 0 else {
                if errno == EINTR { continue }
                break
            }
            if watched[0].revents != 0 { break }
            if watched[1].revents != 0 {
                // One request is enough; vcd kills the rest when the grace is over.
                watched[1].fd = -1
                client.signal(closeSignal)
                for watcher in watchers { watcher.closing() }
            }
            if watched[2].revents != 0 {
                watched[2].fd = -1
                client.signal(SIGKILL)
            }
            for (index, watcher) in zip(3..., watchers) where watched[index].revents != 0 {
                if watched[index].revents & Int16(POLLIN) != 0 {
                    watcher.readable()
                } else {
                    // It would be called for without end.
                    watched[index].fd = -1
                }
            }
        }
        return client.wait()
    }
}
