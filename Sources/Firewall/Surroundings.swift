import Glibc

/// What of the PC's own network the rules go by: its name servers, what is on its links, whether it passes packets on.
public struct Surroundings: Hashable, Sendable {
    /// By family, as the kernel forwards.
    public struct Forwarding: Hashable, Sendable {
        public let four: Bool
        public let six: Bool

        public init(four: Bool, six: Bool) {
            self.four = four
            self.six = six
        }
    }

    /// Those that are asked in the end.
    public let nameServers: Resolvers
    /// Networks without a router before them, whatever their addresses are: the facility's own.
    public let onLink4: [String]
    public let onLink6: [String]
    public let forwards: Forwarding
    /// Whether there is a way to everywhere by IPv6.
    public let hasIPv6: Bool

    /// - Parameters:
    ///   - resolvConf: `/etc/resolv.conf`.
    ///   - behindStub: systemd-resolved's file of those that it asks itself (systemd-resolved.service(8)); empty without one.
    ///   - routes4: `/proc/net/route`.
    ///   - routes6: `/proc/net/ipv6_route`.
    public init(
        resolvConf: String,
        behindStub: String,
        routes4: String,
        routes6: String,
        forwards: Forwarding
    ) {
        let named = Resolvers(resolvConf: resolvConf)
        let isStub = !named.four.isEmpty && named.six.isEmpty && named.four.allSatisfy { Self.stubs.contains($0) }
        nameServers = isStub && !behindStub.isEmpty ? Resolvers(resolvConf: behindStub) : named
        onLink4 = Self.onLink4(routes4)
        onLink6 = Self.onLink6(routes6)
        hasIPv6 = Self.routes6(routes6).contains { $0.length == 0 }
        self.forwards = forwards
    }

    private static let stubs = ["127.0.0.53", "127.0.0.54"]

    /// RTF_UP, RTF_GATEWAY and RTF_REJECT (linux/route.h).
    private static let (up, gateway, reject) = (0x1, 0x2, 0x200)

    /// net/ipv4/fib_trie.c, fib_route_seq_show: interface, destination, gateway, flags, ..., mask.
    private static func onLink4(_ text: String) -> [String] {
        sorted(
            text.split(separator: "\n").compactMap { line in
                let fields = line.split(whereSeparator: \.isWhitespace)
                guard fields.count > 7, fields[0] != VisitNetwork.link, let flags = Int(fields[3], radix: 16),
                    flags & up != 0, flags & (gateway | reject) == 0, let network = UInt32(fields[1], radix: 16),
                    let mask = UInt32(fields[7], radix: 16), mask != 0
                else { return nil }
                // Printed as numbers of this processor, whose bytes in memory are those of the network.
                let bytes = withUnsafeBytes(of: network) { $0.map { "\($0)" }.joined(separator: ".") }
                return "\(bytes)/\(mask.nonzeroBitCount)"
            }
        )
    }

    private static func onLink6(_ text: String) -> [String] {
        sorted(
            routes6(text).compactMap { route in
                route.length > 0 && route.flags & gateway == 0 ? "\(route.network)/\(route.length)" : nil
            }
        )
    }

    /// net/ipv6/route.c, rt6_info_route: destination, its length, source, its length, next hop, metric, ..., flags, interface.
    private static func routes6(_ text: String) -> [(network: String, length: Int, flags: Int)] {
        text.split(separator: "\n").compactMap { line in
            let fields = line.split(whereSeparator: \.isWhitespace)
            guard fields.count > 9, fields[9] != VisitNetwork.link, fields[9] != "lo", fields[0].utf8.count == 32,
                let length = Int(fields[1], radix: 16), let flags = Int(fields[8], radix: 16),
                flags & up != 0, flags & reject == 0
            else { return nil }
            var groups: [Substring] = []
            var rest = fields[0]
            while !rest.isEmpty {
                groups.append(rest.prefix(4))
                rest = rest.dropFirst(4)
            }
            return (groups.joined(separator: ":"), length, flags)
        }
    }

    private static func sorted(_ networks: [String]) -> [String] { Set(networks).sorted() }
}
