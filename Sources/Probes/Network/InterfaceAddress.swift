import Glibc

/// An address of this PC (getifaddrs(3)).
struct InterfaceAddress: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case ipv4, ipv6
        /// Given by the PC to itself: good for this link alone (RFC 3927; RFC 4291, section 2.5.6).
        case linkLocal

        var name: String {
            switch self {
            case .ipv4: "IPv4"
            case .ipv6: "IPv6"
            case .linkLocal: "link-local"
            }
        }
    }

    var interface: String
    var kind: Kind
    /// How many of its bits are the network's.
    var prefix: Int

    static func all() -> [InterfaceAddress] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        return sequence(first: list, next: { $0?.pointee.ifa_next })
            .prefix { $0 != nil }
            .compactMap { $0.flatMap { InterfaceAddress($0.pointee) } }
    }

    private init?(_ entry: ifaddrs) {
        guard let address = entry.ifa_addr, let name = entry.ifa_name else { return nil }
        let (kind, offset, count): (Kind, Int, Int)
        switch Int32(address.pointee.sa_family) {
        case AF_INET: (kind, offset, count) = (.ipv4, 4, 4)
        case AF_INET6: (kind, offset, count) = (.ipv6, 8, 16)
        default: return nil
        }
        let bytes = UnsafeRawBufferPointer(start: UnsafeRawPointer(address) + offset, count: count)
        let isLinkLocal =
            switch kind {
            case .ipv4: bytes[0] == 169 && bytes[1] == 254
            case .ipv6: bytes[0] == 0xfe && bytes[1] & 0xc0 == 0x80
            case .linkLocal: true
            }
        interface = String(cString: name)
        self.kind = isLinkLocal ? .linkLocal : kind
        prefix =
            entry.ifa_netmask.map { mask in
                UnsafeRawBufferPointer(start: UnsafeRawPointer(mask) + offset, count: count)
                    .reduce(0) { $0 + $1.nonzeroBitCount }
            } ?? 0
    }

    init(interface: String, kind: Kind, prefix: Int) {
        self.interface = interface
        self.kind = kind
        self.prefix = prefix
    }
}
