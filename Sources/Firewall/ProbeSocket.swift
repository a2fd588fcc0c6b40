import Glibc
import StationCore

/// A socket between a visit and the PC's end of its link: the PC listens, and the visit tries what must be refused.
public struct ProbeSocket: Sendable {
    /// The PC's end of the link.
    public enum Place: String, CaseIterable, Sendable {
        case four = "198.18.118.1"
        case six = "fd76:6364::1"

        /// Whether this network namespace knows the family at all.
        public var isKnown: Bool {
            switch self {
            case .four: true
            case .six: access("/proc/net/if_inet6", F_OK) == 0
            }
        }
    }

    public let descriptor: Int32
    private let transport: Configuration.Firewall.Transport

    private init?(_ transport: Configuration.Firewall.Transport, _ place: Place) {
        let type =
            switch transport {
            case .tcp: SOCK_STREAM
            case .udp: SOCK_DGRAM
            }
        let flags = SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let descriptor = socket(place == .four ? AF_INET : AF_INET6, Int32(type.rawValue | flags), 0)
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        self.transport = transport
    }

    /// One that listens.
    ///
    /// - Returns: nil where the port can't be had; `errno` says why.
    public init?(
        listening transport: Configuration.Firewall.Transport,
        at place: Place,
        _ port: VisitNetwork.ProbePort
    ) {
        self.init(transport, place)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard Self.withAddress(place, port.rawValue, { bind(descriptor, $0, $1) }) == 0,
            transport == .udp || listen(descriptor, 8) == 0
        else {
            let reason = errno
            close()
            errno = reason
            return nil
        }
    }

    public func close() { Glibc.close(descriptor) }

    /// Answers all who wait: with a byte to a byte, and by taking a connection.
    public func answer() {
        switch transport {
        case .tcp:
            while true {
                let caller = accept(descriptor, nil, nil)
                guard caller >= 0 else { return }
                Glibc.close(caller)
            }
        case .udp:
            var byte: UInt8 = 0
            var caller = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            while true {
                let isAnswered = withUnsafeMutablePointer(to: &caller) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                        length = socklen_t(MemoryLayout<sockaddr_storage>.size)
                        guard recvfrom(descriptor, &byte, 1, 0, address, &length) >= 0 else { return false }
                        _ = sendto(descriptor, &byte, 1, 0, address, length)
                        return true
                    }
                }
                guard isAnswered else { return }
            }
        }
    }

    /// Whether somebody answers there. What is refused is known at once.
    public static func reaches(
        _ transport: Configuration.Firewall.Transport,
        _ place: Place,
        _ port: VisitNetwork.ProbePort,
        within milliseconds: Int32
    ) -> Bool {
        guard let socket = ProbeSocket(transport, place) else { return false }
        defer { socket.close() }
        let isConnected = withAddress(place, port.rawValue) { connect(socket.descriptor, $0, $1) } == 0
        switch transport {
        case .tcp:
            guard isConnected || errno == EINPROGRESS else { return false }
            return isConnected || (socket.has(POLLOUT, within: milliseconds) && socket.error == 0)
        case .udp:
            // Connected, so that the kernel tells of a refusal (udp(7)).
            var byte: UInt8 = 0
            guard isConnected, send(socket.descriptor, &byte, 1, 0) == 1 else { return false }
            return socket.has(POLLIN, within: milliseconds) && recv(socket.descriptor, &byte, 1, 0) == 1
        }
    }

    private var error: Int32 {
        var error: Int32 = -1
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : -1
    }

    private func has(_ event: Int32, within milliseconds: Int32) -> Bool {
        var state = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        return poll(&state, 1, milliseconds) > 0
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
            inet_pton(AF_INET, place.rawValue, &address.sin_addr)
            return with(address, body)
        case .six:
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            inet_pton(AF_INET6, place.rawValue, &address.sin6_addr)
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
