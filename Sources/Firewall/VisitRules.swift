import StationCore

/// What a visit may reach of the network, as rules of nftables inside its own network namespace: whatever becomes of the
/// PC's rules, these stay, and they know no account.
public struct VisitRules: Hashable, Sendable {
    private let firewall: Configuration.Firewall

    public init(_ firewall: Configuration.Firewall) { self.firewall = firewall }

    /// For `nft -f -`.
    public var text: String {
        (["table inet vcd {"] + translation + (firewall.isEnforced ? limits : []) + ["}", ""]).joined(separator: "\n")
    }

    /// 127.0.0.1 is the visit's own: what it may reach of the PC's is behind the gateway's address.
    private var translation: [String] {
        let ports = "meta l4proto { tcp, udp }"
        let places =
            firewall.isEnforced
            ? firewall.local.filter(\.isLoopback).compactMap(\.port).map {
                "ip daddr 127.0.0.1 \(ports) th dport \($0)"
            }
            : ["ip daddr 127.0.0.1 \(ports)"]
        return Chain.text(
            "here",
            ["type nat hook output priority -100; policy accept;"]
                + places.map { "\($0) dnat ip to \(VisitNetwork.gateway4)" }
        )
            + Chain.text(
                "out",
                [
                    "type nat hook postrouting priority 100; policy accept;",
                    "oifname \"\(VisitNetwork.innerLink)\" ip saddr != \(VisitNetwork.visit4) masquerade",
                ]
            )
    }

    private var limits: [String] {
        Chain.text(
            "input",
            [
                "type filter hook input priority filter; policy drop;",
                "iifname \"lo\" accept",
                "ct state established,related accept",
                Chain.neighbours,
            ]
        )
            + Chain.text("forward", ["type filter hook forward priority filter; policy drop;"])
            + Chain.text(
                "output",
                [
                    "type filter hook output priority filter; policy drop;",
                    "oifname \"lo\" accept",
                    "oifname != \"\(VisitNetwork.innerLink)\" drop",
                    Chain.neighbours,
                    "goto visitor",
                ]
            )
            + Chain.text("visitor", visitor)
            + Chain.refused
    }

    private var visitor: [String] {
        firewall.local.map(Self.accept)
            + VisitNetwork.gateways4.map { "ip daddr \($0) meta l4proto { tcp, udp } th dport 53 accept" }
            + VisitNetwork.gateways6.map { "ip6 daddr \($0) meta l4proto { tcp, udp } th dport 53 accept" }
            + Chain.accept([.open, .refusedByPC])
            + [
                "ip daddr \(Chain.set(ReservedAddresses.four)) goto refused",
                "ip6 daddr != \(Chain.set(ReservedAddresses.internet)) goto refused",
                "ip6 daddr \(Chain.set(ReservedAddresses.six)) goto refused",
            ]
            + Configuration.Firewall.Transport.allCases.compactMap { transport in
                let ports = merged(transport)
                return ports.isEmpty ? nil : "\(transport.rawValue) dport \(Chain.set(ports)) accept"
            }
            + ["goto refused"]
    }

    private static func accept(_ place: Configuration.Firewall.LocalPlace) -> String {
        // By now it has been translated.
        Chain.match(place, at: place.isLoopback ? VisitNetwork.gateway4 : place.address) + " accept"
    }

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
}

/// What the rules of both sides have in common (nft(8)).
enum Chain {
    static func text(_ name: String, _ rules: [String]) -> [String] {
        ["    chain \(name) {"] + rules.map { "        \($0)" } + ["    }"]
    }

    static func set(_ elements: [String]) -> String { "{ \(elements.joined(separator: ", ")) }" }

    /// Refused so that a program fails at once, rather than after its patience.
    static let refused = text(
        "refused",
        ["meta l4proto tcp reject with tcp reset", "reject with icmpx admin-prohibited"]
    )

    /// How the two ends of the link find each other (RFC 4861).
    static let neighbours = "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept"

    /// - Parameter address: where the place is by now.
    static func match(_ place: Configuration.Firewall.LocalPlace, at address: String) -> String {
        "\(place.isIPv6 ? "ip6" : "ip") daddr \(address)\(place.prefix.map { "/\($0)" } ?? "")"
            + (place.port.map { " meta l4proto { tcp, udp } th dport \($0)" } ?? "")
    }

    static func accept(_ ports: [VisitNetwork.ProbePort]) -> [String] {
        let ports = set(ports.map { "\($0.rawValue)" })
        return [("ip", VisitNetwork.gateway4), ("ip6", VisitNetwork.gateway6)].map {
            "\($0) daddr \($1) meta l4proto { tcp, udp } th dport \(ports) accept"
        }
    }
}
