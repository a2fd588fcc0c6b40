import Glibc
import StationCore

/// An address of the internet protocol, as inet_pton(3) reads it.
struct IPAddress {
    enum Version { case four, six }

    let version: Version
    let bytes: [UInt8]

    init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            version = .four
            bytes = withUnsafeBytes(of: &four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            version = .six
            bytes = withUnsafeBytes(of: &six) { Array($0) }
        } else {
            return nil
        }
    }

    var isLoopback: Bool {
        switch version {
        case .four: bytes[0] == 127
        case .six: bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
        }
    }

    /// How many bits it has.
    var length: Int { bytes.count * 8 }
}

extension Configuration.Firewall.Ports {
    /// `443/tcp` or `1024-65535/udp`.
    init?(parsing text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let transport = Configuration.Firewall.Transport(rawValue: String(parts[1])) else {
            return nil
        }
        let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
        guard (1...2).contains(ends.count), let first = ends.first ?? nil, let last = ends.last ?? nil, first > 0,
            first <= last
        else { return nil }
        self.init(transport, first, last)
    }
}

extension Configuration.Firewall.LocalPlace {
    /// `10.1.2.3`, `10.1.2.3:8443`, `10.1.0.0/16`, `fd00::1`, `[fd00::1]:443` or `fd00::/8`. One that means the PC itself
    /// has a port: all others stay shut, and one of them proves it at each visit.
    init?(parsing text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard (1...2).contains(parts.count) else { return nil }
        let place: (host: String, port: UInt16?)
        if IPAddress(parts[0]) != nil {
            place = (parts[0], nil)
        } else {
            guard parts.count == 1, let address = Configuration.Network.Address(parts[0], port: 0), address.port > 0
            else {
                return nil
            }
            place = (address.host, address.port)
        }
        guard let address = IPAddress(place.host) else { return nil }
        var prefix: Int?
        if parts.count == 2 {
            guard let length = Int(parts[1]), (1...address.length).contains(length), !address.isLoopback else {
                return nil
            }
            prefix = length
        }
        // The visit's own loopback addresses are translated by IPv4 alone.
        guard !address.isLoopback || (place.port != nil && address.version == .four) else { return nil }
        self.init(address: place.host, isIPv6: address.version == .six, prefix: prefix, port: place.port)
    }
}
