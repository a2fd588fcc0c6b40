import Glibc

/// A TCP connection to the first of several addresses that answers.
enum Connection {
    enum Failure: Error, Hashable {
        /// The host is there, but nothing listens at the port.
        case refused
        case noAnswer
        /// There is no way to the host.
        case unreachable
    }

    /// How long an address is alone before the next one is tried too, as RFC 8305 (section 5) recommends.
    private static let stagger = Duration.milliseconds(250)

    /// - Returns: the connection that came first; all others are dropped.
    static func open(to addresses: [SocketAddress], until deadline: Deadline) throws(Failure) -> Socket {
        var waiting = addresses[...]
        var attempts: [Socket] = []
        var failure = Failure.noAnswer
        var next = Deadline(in: .zero)
        while !deadline.isOver {
            if attempts.isEmpty || next.isOver, let address = waiting.popFirst() {
                guard let socket = Socket(address.family, SOCK_STREAM) else {
                    failure = .unreachable
                    continue
                }
                let error = socket.connect(to: address)
                if error == 0 { return socket }
                if error == EINPROGRESS { attempts.append(socket) } else { failure = Failure(error) }
                next = Deadline(in: stagger)
            }
            if attempts.isEmpty {
                guard waiting.isEmpty else { continue }
                throw failure
            }
            for socket in settled(of: attempts, until: waiting.isEmpty ? deadline : next) {
                let error = socket.pendingError
                if error == 0 { return socket }
                failure = Failure(error)
                attempts.removeAll { $0 === socket }
            }
        }
        throw .noAnswer
    }

    private static func settled(of attempts: [Socket], until deadline: Deadline) -> [Socket] {
        var entries = attempts.map { pollfd(fd: $0.descriptor, events: Int16(POLLOUT), revents: 0) }
        guard poll(&entries, nfds_t(entries.count), deadline.pollTime) > 0 else { return [] }
        return zip(attempts, entries).filter { $0.1.revents != 0 }.map { $0.0 }
    }
}

extension Connection.Failure {
    /// - Parameter error: what connect(2) said.
    init(_ error: Int32) {
        switch error {
        case ECONNREFUSED, ECONNRESET: self = .refused
        case ETIMEDOUT: self = .noAnswer
        default: self = .unreachable
        }
    }
}
