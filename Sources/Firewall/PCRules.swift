import StationCore

/// What the PC does with a visit's packets, as a table of nftables of vcd's own in the PC's namespace, beside which every
/// other table keeps its say: it translates, and drops what the visit's own rules can't know of.
public struct PCRules: Hashable, Sendable {
    public static let table = "inet vcd"
    /// For `nft -f -`: there need be none.
    public static let removal = "add table \(table)\ndelete table \(table)\n"

    private let firewall: Configuration.Firewall
    private let surroundings: Surroundings

    public init(_ firewall: Configuration.Firewall, _ surroundings: Surroundings) {
        self.firewall = firewall
        self.surroundings = surroundings
    }

    /// For `nft -f -`, which takes all of it or nothing: no packet passes between the old rules and the new ones (nft(8)).
    public var text: String {
        let chains =
            Chain.text("arriving", arriving) + Chain.text("marking", marking) + Chain.text("leaving", leaving)
            + Chain.text("forward", forward) + Chain.text("input", input)
            + (firewall.isEnforced
                ? Chain.text("onward", onward) + Chain.text("here", here) + Chain.text("output", output) + Chain.refused
                : [])
        return Self.removal + (["table \(Self.table) {"] + chains + ["}", ""]).joined(separator: "\n")
    }

    private static let isVisits = "iifname \"\(VisitNetwork.link)\""
    private static let toVisit = "oifname \"\(VisitNetwork.link)\""

    /// Name servers and the PC's own services, which the visit knows by the gateway's address.
    private var arriving: [String] {
        let ports = "meta l4proto { tcp, udp }"
        let own =
            firewall.isEnforced
            ? firewall.local.filter(\.isLoopback).compactMap(\.port).map { "\(ports) th dport \($0)" } : [ports]
        let probes = Chain.set(VisitNetwork.ProbePort.allCases.map { "\($0.rawValue)" })
        return [
            "type nat hook prerouting priority dstnat; policy accept;", "iifname != \"\(VisitNetwork.link)\" return",
        ]
            + zip(VisitNetwork.gateways4, surroundings.nameServers.four).map {
                "ip daddr \($0) \(ports) th dport 53 dnat ip to \($1)"
            }
            + zip(VisitNetwork.gateways6, surroundings.nameServers.six).map {
                "ip6 daddr \($0) \(ports) th dport 53 dnat ip6 to \($1)"
            }
            + ["\(ports) th dport \(probes) return"]
            + own.map { "ip daddr \(VisitNetwork.gateway4) \($0) dnat ip to 127.0.0.1" }
    }

    /// So that the entries of its connections are known when it is over.
    private var marking: [String] {
        [
            "type filter hook prerouting priority mangle; policy accept;",
            "\(Self.isVisits) ct mark set \(VisitNetwork.mark)",
        ]
    }

    private var leaving: [String] {
        [
            "type nat hook postrouting priority srcnat; policy accept;", "\(Self.toVisit) return",
            "ip saddr \(VisitNetwork.visit4) masquerade", "ip6 saddr \(VisitNetwork.visit6) masquerade",
        ]
    }

    private var forward: [String] {
        let links = Chain.set(["\"\(VisitNetwork.link)\""])
        return [
            "type filter hook forward priority filter; policy accept;",
            // The way to the internet may be narrower than the link, and whoever says so may be filtered (RFC 2923, 2.1).
            "iifname \(links) tcp flags syn tcp option maxseg size set rt mtu",
            "oifname \(links) tcp flags syn tcp option maxseg size set rt mtu",
        ]
            + (firewall.isEnforced ? ["\(Self.isVisits) goto onward"] : ["\(Self.isVisits) accept"])
            + ["\(Self.toVisit) ct state established,related accept", "\(Self.toVisit) drop"]
            // The PC passes on a visit's packets, and becomes nobody else's router by that.
            + (surroundings.forwards.four ? [] : ["meta nfproto ipv4 drop"])
            + (surroundings.forwards.six ? [] : ["meta nfproto ipv6 drop"])
    }

    private var onward: [String] {
        // The name servers; all else that is translated is not passed on.
        ["ct status dnat accept"]
            + firewall.local.filter { !$0.isLoopback }.map { Chain.match($0, at: $0.address) + " accept" }
            + [("ip", surroundings.onLink4), ("ip6", surroundings.onLink6)].flatMap { family, networks in
                networks.map { "\(family) daddr \($0) goto refused" }
            }
            + ["accept"]
    }

    private var input: [String] {
        [
            "type filter hook input priority filter; policy accept;",
            "\(Self.isVisits) \(firewall.isEnforced ? "goto here" : "accept")",
            "iifname != \"lo\" udp dport \(VisitNetwork.localPorts.first)-\(VisitNetwork.localPorts.last) ct state new drop",
        ]
    }

    private var here: [String] {
        ["ct state established,related accept", "ct status dnat accept", Chain.neighbours]
            + Chain.accept([.open, .refusedInside])
            // Of the PC's own addresses none is in a network of others, even if its number is.
            + firewall.local.filter { !$0.isLoopback && $0.prefix == nil }.map {
                Chain.match($0, at: $0.address) + " accept"
            }
            + ["goto refused"]
    }

    /// Nothing on the PC begins anything with a visit.
    private var output: [String] {
        [
            "type filter hook output priority filter; policy accept;", "\(Self.toVisit) ct state new drop",
        ]
    }
}
