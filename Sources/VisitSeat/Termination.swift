import CLinux
import Glibc

/// SIGTERM, which is kept until it is looked for.
struct Termination {
    /// Can be read once it has come (signalfd(2)).
    let descriptor = vcd_block_signal(SIGTERM)

    /// How long a waiting screen waits for it before it draws: a visit that follows at once isn't held up by one that
    /// only just begins.
    static let beforeWaiting: Duration = .seconds(1)

    /// Waits for it, and leaves it to be read.
    func comes(within time: Duration) -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, Int32(time / .milliseconds(1))) > 0
    }

    func wait() {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&watched, 1, -1) < 0, errno == EINTR {}
    }
}
