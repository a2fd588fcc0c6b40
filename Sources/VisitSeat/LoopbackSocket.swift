import Glibc
import StationCore

/// A socket of the PC's own loopback addresses.
struct LoopbackSocket {
    enum Place: String, CaseIterable {
        case four = "127.0.0.1"
        case six = "::1"
    }

    private let descriptor: Int32
    private let place: Place
    /// Zero where it is not bound.
    let port: UInt16

    /// - Parameter isBound: to a port that the kernel chooses.
    /// - Returns: nil where there is no such address; `errno` says why.
    init?(_ transport: Configuration.Firewall.Transport, _ place: Place, isBound: Bool) {
        let type =
            switch transport {
            case .tcp: SOCK_STREAM
            case .udp: SOCK_DGRAM
            }
        let flags = SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let descriptor = socket(place == .four ? AF_INET : AF_INET6, Int32(type.rawValue | flags), 0)
        guard descriptor >= 0 else { return nil }
        guard let port = isBound ? Self.bound(descriptor, place) : 0 else {
            let reason = errno
            Glibc.close(descriptor)
            errno = reason
            return nil
        }
        self.descriptor = descriptor
        self.place = place
        self.port = port
    }

    func close() { Glibc.close(descriptor) }

    func listen() -> Bool { Glibc.listen(descriptor, 1) == 0 }

    /// - Returns: whether the byte was taken.
    func send(to other: LoopbackSocket) -> Bool {
        var byte: UInt8 = 0
        return Self.withAddress(other.place, other.port) { sendto(descriptor, &byte, 1, 0, $0, $1) } == 1
    }

    func connects(to other: LoopbackSocket, within milliseconds: Int32) -> Bool {
        if Self.withAddress(other.place, other.port, { connect(descriptor, $0, $1) }) == 0 { return true }
        guard errno == EINPROGRESS, has(POLLOUT, within: milliseconds) else { return false }
        var error: Int32 = -1
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 && error == 0
    }

    func has(_ event: Int32, within milliseconds: Int32) -> Bool {
        var state = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        return poll(&state, 1, milliseconds) > 0
    }

    private static func bound(_ descriptor: Int32, _ place: Place) -> UInt16? {
        guard withAddress(place, 0, { bind(descriptor, $0, $1) }) == 0 else { return nil }
        var address = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        // It is at the same place in both families (ip(7), ipv6(7)).
        return result == 0 ? UInt16(bigEndian: address.sin6_port) : nil
    }

    private static func withAddress<Value>(
        _ place: Place,
        _ port: UInt16,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
    ) -> Value {
        switch place {
        case .four:
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
            return with(address, body)
        case .six:
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            address.sin6_addr = in6addr_loopback
            return with(address, body)
        }
    }

    private static func with<Address, Value>(
        _ address: Address,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
    ) -> Value {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }
}
