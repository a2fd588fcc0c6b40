import Firewall
import StationCore
import Testing

/// The rules as text; FirewallKernelTests lays them.
struct FirewallRulesTests {
    private static let none = Resolvers(resolvConf: "")

    private static var enforced: Configuration.Firewall {
        var firewall = Configuration.Firewall()
        firewall.isEnforced = true
        return firewall
    }

    private static func lines(_ firewall: Configuration.Firewall, _ resolvers: Resolvers = none) -> [String] {
        FirewallRules(firewall, resolvers: resolvers, account: 990).text.split(separator: "\n").map {
            String($0.drop { $0 == " " })
        }
    }

    @Test func notEnforcedItTakesTheTableAway() {
        #expect(Self.lines(.init()) == ["add table inet vcd", "delete table inet vcd"])
    }

    @Test func judgesTheOneAccount() {
        let lines = Self.lines(Self.enforced)
        #expect(lines.prefix(3) == ["add table inet vcd", "delete table inet vcd", "table inet vcd {"])
        #expect(lines.filter { $0.contains("skuid") } == ["meta skuid 990 goto visitor"])
        #expect(lines.contains("type filter hook output priority filter; policy accept;"))
    }

    @Test func theSurroundingsAreRefusedBeforeThePortsAreAllowed() throws {
        let lines = Self.lines(Self.enforced)
        let own = try #require(lines.firstIndex(of: "oifname \"lo\" goto refused"))
        let surroundings = try #require(lines.firstIndex { $0.hasPrefix("ip daddr {") })
        let ports = try #require(lines.firstIndex(of: "tcp dport { 80, 443, 3478, 5349 } accept"))
        #expect(lines[surroundings].contains("192.168.0.0/16") && lines[surroundings].contains("100.64.0.0/10"))
        #expect(lines[surroundings].hasSuffix("goto refused"))
        // 10.0.0.0/8 behind a translator of addresses.
        #expect(lines[surroundings + 2].contains("64:ff9b::a00:0/104"))
        #expect(own < ports && surroundings < ports)
        #expect(lines[ports + 1] == "udp dport { 443, 1024-65535 } accept")
        #expect(lines[ports + 2] == "goto refused")
    }

    @Test func allowedPlacesComeFirst() throws {
        var firewall = Self.enforced
        firewall.local = [
            .init(address: "10.1.2.3", isIPv6: false, prefix: nil, port: nil),
            .init(address: "127.0.0.1", isIPv6: false, prefix: nil, port: 8_443),
            .init(address: "192.168.7.0", isIPv6: false, prefix: 24, port: nil),
            .init(address: "fd00::1", isIPv6: true, prefix: nil, port: 443),
        ]
        let lines = Self.lines(firewall, Resolvers(resolvConf: "nameserver 127.0.0.53\nnameserver fe80::1%eth0\n"))
        let first = try #require(lines.firstIndex(of: "ip daddr 10.1.2.3 accept"))
        #expect(
            lines[first...].prefix(7) == [
                "ip daddr 10.1.2.3 accept",
                "ip daddr 127.0.0.1 meta l4proto { tcp, udp } th dport 8443 accept",
                "oifname != \"lo\" ip daddr 192.168.7.0/24 accept",
                "ip6 daddr fd00::1 meta l4proto { tcp, udp } th dport 443 accept",
                "ip daddr 127.0.0.53 meta l4proto { tcp, udp } th dport 53 accept",
                "ip6 daddr fe80::1 meta l4proto { tcp, udp } th dport 53 accept",
                "oifname \"lo\" goto refused",
            ]
        )
    }

    @Test func portsThatOverlapBecomeOneRange() {
        var firewall = Self.enforced
        firewall.ports = [
            .init(.tcp, 443), .init(.tcp, 400, 500), .init(.tcp, 501), .init(.udp, 1, 65_535), .init(.udp, 9),
        ]
        let lines = Self.lines(firewall)
        #expect(lines.contains("tcp dport { 400-501 } accept"))
        #expect(lines.contains("udp dport { 1-65535 } accept"))
        firewall.ports = []
        #expect(!Self.lines(firewall).contains { $0.contains(" dport {") })
    }

    /// As libc skips them: the table is laid all the same.
    @Test(arguments: [
        "192.0.2.1\r", "192.0.2.1,192.0.2.2", "192.0.2.1;", "dns.example", "2001:db8:53", "2001:db8::53::1", "10.0.0",
        "10.0.0.256", "10.0.0.1.2", "::g", "1:2:3:4:5:6:7:8:9",
    ])
    func aMistypedNameServerIsSkipped(word: String) {
        let resolvers = Resolvers(resolvConf: "nameserver 192.0.2.53\nnameserver \(word)\n")
        #expect(resolvers.four == ["192.0.2.53"])
        #expect(resolvers.six == [])
    }

    @Test func resolversAreReadAndNothingElseGetsIn() {
        let text = """
            # nameserver 1.1.1.1
            search call.example
            nameserver\t10.0.0.53
            nameserver 2001:db8::53
            nameserver 1.2.3.4 # one
            nameserver { accept }
            nameserver 256.1.1.1
            nameserver ::1;accept
            """
        let resolvers = Resolvers(resolvConf: text)
        #expect(resolvers.four == ["10.0.0.53", "1.2.3.4"])
        #expect(resolvers.six == ["2001:db8::53"])
    }
}
