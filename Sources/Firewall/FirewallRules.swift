import StationCore

/// What the visits' account may reach of the network, as rules of nftables: a table of vcd's own, beside which every
/// other table keeps its say.
///
/// The rules go by account, since the cgroup of a unit is another one each time that it starts. They know no
/// connections: each packet is judged by itself, so that what was opened before them is no exception.
public struct FirewallRules: Hashable, Sendable {
    private static let table = "inet vcd"

    private let firewall: Configuration.Firewall
    private let resolvers: Resolvers
    private let account: UInt32

    /// - Parameter account: the number of the visits' account.
    public init(_ firewall: Configuration.Firewall, resolvers: Resolvers, account: UInt32) {
        self.firewall = firewall
        self.resolvers = resolvers
        self.account = account
    }

    /// For `nft -f -`, which takes all of it or nothing: no packet passes between the old rules and the new ones (nft(8)).
    public var text: String {
        // To delete a table that is not there is an error.
        let without = ["add table \(Self.table)", "delete table \(Self.table)"]
        return ((firewall.isEnforced ? without + present : without) + [""]).joined(separator: "\n")
    }

    private var present: [String] {
        ["table \(Self.table) {"]
            + chain(
                "output",
                ["type filter hook output priority filter; policy accept;", "meta skuid \(account) goto visitor"]
            )
            + chain("visitor", visitor)
            // Refused so that a program fails at once, rather than after its patience.
            + chain("refused", ["meta l4proto tcp reject with tcp reset", "reject with icmpx admin-prohibited"])
            + ["}"]
    }

    private var visitor: [String] {
        // A connection from outside ends at its second packet, which would be this account's answer.
        ["tcp flags & (syn | ack) == syn | ack drop"]
            + firewall.local.map(Self.accept)
            + [("ip", resolvers.four), ("ip6", resolvers.six)].flatMap { family, addresses in
                addresses.map { "\(family) daddr \($0) meta l4proto { tcp, udp } th dport 53 accept" }
            }
            // The PC's own addresses, whatever they are.
            + [
                "oifname \"lo\" goto refused",
                "ip daddr \(Self.set(ReservedAddresses.four)) goto refused",
                "ip6 daddr != \(Self.set(ReservedAddresses.internet)) goto refused",
                "ip6 daddr \(Self.set(ReservedAddresses.six)) goto refused",
            ]
            + Configuration.Firewall.Transport.allCases.compactMap { transport in
                let ports = merged(transport)
                return ports.isEmpty ? nil : "\(transport.rawValue) dport \(Self.set(ports)) accept"
            }
            + ["goto refused"]
    }

    private static func accept(_ place: Configuration.Firewall.LocalPlace) -> String {
        // The PC's own services are in no network of others, even if its address is.
        let network = place.prefix.map { "oifname != \"lo\" \(address(place))/\($0)" } ?? address(place)
        return network + (place.port.map { " meta l4proto { tcp, udp } th dport \($0)" } ?? "") + " accept"
    }

    private static func address(_ place: Configuration.Firewall.LocalPlace) -> String {
        "\(place.isIPv6 ? "ip6" : "ip") daddr \(place.address)"
    }

    private static func set(_ elements: [String]) -> String { "{ \(elements.joined(separator: ", ")) }" }

    /// A set takes no two ranges that overlap.
    private func merged(_ transport: Configuration.Firewall.Transport) -> [String] {
        var ranges: [(first: UInt16, last: UInt16)] = []
        for ports in firewall.ports.filter({ $0.transport == transport }).sorted(by: { $0.first < $1.first }) {
            if let before = ranges.last, Int(ports.first) <= Int(before.last) + 1 {
                ranges[ranges.count - 1].last = max(before.last, ports.last)
            } else {
                ranges.append((ports.first, ports.last))
            }
        }
        return ranges.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)-\($0.last)" }
    }

    private func chain(_ name: String, _ rules: [String]) -> [String] {
        ["    chain \(name) {"] + rules.map { "        \($0)" } + ["    }"]
    }
}
