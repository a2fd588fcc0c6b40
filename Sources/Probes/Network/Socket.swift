import Glibc

/// A socket that never blocks and raises no SIGPIPE; closed with its last use.
final class Socket {
    enum Received {
        case bytes([UInt8])
        /// The other side has nothing to say yet.
        case nothing
        case closed
        case failed(error: Int32)
    }

    let descriptor: Int32

    /// - Parameter type: such as `SOCK_STREAM`.
    init?(_ family: Int32, _ type: __socket_type) {
        descriptor = socket(family, Int32(type.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// connect(2).
    ///
    /// - Returns: 0, or the error; `EINPROGRESS` is one.
    func connect(to address: SocketAddress) -> Int32 {
        address.withPointer { Glibc.connect(descriptor, $0, $1) } == 0 ? 0 : errno
    }

    /// What became of a connect that was in progress (socket(7), `SO_ERROR`).
    var pendingError: Int32 {
        var error: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno
    }

    /// - Parameter events: such as `POLLIN`.
    /// - Returns: whether anything happened, an error included, before the end of the wait.
    func wait(for events: Int32, until deadline: Deadline) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        while true {
            let count = poll(&entry, 1, deadline.pollTime)
            if count > 0 { return true }
            if count == 0 || errno != EINTR { return false }
        }
    }

    func receive(atMost limit: Int = 16384) -> Received {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: limit, alignment: 1)
        defer { room.deallocate() }
        let count = recv(descriptor, room.baseAddress, limit, 0)
        if count > 0 { return .bytes(Array(room.prefix(count))) }
        if count == 0 { return .closed }
        return errno == EAGAIN || errno == EINTR ? .nothing : .failed(error: errno)
    }

    /// - Returns: whether all of it went out before the end of the wait.
    func send(_ bytes: [UInt8], until deadline: Deadline) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                guard wait(for: POLLOUT, until: deadline) else { return false }
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}
