import Firewall
import StationCore
import Testing

/// Both sides' rules as text; FirewallKernelTests lays them.
struct FirewallRulesTests {
    private static var enforced: Configuration.Firewall {
        var firewall = Configuration.Firewall()
        firewall.isEnforced = true
        return firewall
    }

    private static func surroundings(_ resolvConf: String = "", routes: String = "", forwards: Bool = false)
        -> Surroundings
    {
        Surroundings(
            resolvConf: resolvConf,
            behindStub: "nameserver 10.9.9.9\n",
            routes4: routes,
            routes6: """
                2a0a000a000b000c0000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001 lan0
                00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003 lan0
                fd766364000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001 vcd-visit
                00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200 lo
                """,
            forwards: .init(four: forwards, six: forwards)
        )
    }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map { String($0.drop { $0 == " " }) }
    }

    private static func inside(_ firewall: Configuration.Firewall) -> [String] { lines(VisitRules(firewall).text) }

    private static func onPC(_ firewall: Configuration.Firewall, _ surroundings: Surroundings = surroundings())
        -> [String]
    {
        lines(PCRules(firewall, surroundings).text)
    }

    @Test func withoutLimitsAVisitIsOnlyTranslated() {
        #expect(!Self.inside(.init()).contains { $0.contains("drop") || $0.contains("refused") })
        let pc = Self.onPC(.init())
        #expect(pc.contains("iifname \"vcd-visit\" accept"))
        #expect(pc.contains("ip saddr 198.18.118.6 masquerade"))
        // Nobody begins anything with it all the same, and the PC becomes nobody's router.
        #expect(pc.contains("oifname \"vcd-visit\" drop") && pc.contains("meta nfproto ipv4 drop"))
        #expect(!pc.contains { $0.contains("refused") })
    }

    @Test func theSurroundingsAreRefusedBeforeThePortsAreAllowed() throws {
        let lines = Self.inside(Self.enforced)
        let surroundings = try #require(lines.firstIndex { $0.hasPrefix("ip daddr {") })
        let ports = try #require(lines.firstIndex(of: "tcp dport { 80, 443, 3478, 5349 } accept"))
        #expect(lines[surroundings].contains("192.168.0.0/16") && lines[surroundings].contains("100.64.0.0/10"))
        #expect(lines[surroundings].hasSuffix("goto refused"))
        // 10.0.0.0/8 behind a translator of addresses.
        #expect(lines[surroundings + 2].contains("64:ff9b::a00:0/104"))
        #expect(surroundings < ports)
        #expect(lines[ports + 1] == "udp dport { 443, 1024-65535 } accept")
        #expect(lines[ports + 2] == "goto refused")
        #expect(lines.contains("type filter hook input priority filter; policy drop;"))
        #expect(lines.contains("type filter hook output priority filter; policy drop;"))
    }

    @Test func allowedPlacesComeFirst() throws {
        var firewall = Self.enforced
        firewall.local = [
            .init(address: "10.1.2.3", isIPv6: false, prefix: nil, port: nil),
            .init(address: "127.0.0.1", isIPv6: false, prefix: nil, port: 8_443),
            .init(address: "192.168.7.0", isIPv6: false, prefix: 24, port: nil),
            .init(address: "fd00::1", isIPv6: true, prefix: nil, port: 443),
        ]
        let lines = Self.inside(firewall)
        let first = try #require(lines.firstIndex(of: "ip daddr 10.1.2.3 accept"))
        #expect(
            lines[first...].prefix(5) == [
                "ip daddr 10.1.2.3 accept",
                "ip daddr 198.18.118.1 meta l4proto { tcp, udp } th dport 8443 accept",
                "ip daddr 192.168.7.0/24 accept",
                "ip6 daddr fd00::1 meta l4proto { tcp, udp } th dport 443 accept",
                "ip daddr 198.18.118.1 meta l4proto { tcp, udp } th dport 53 accept",
            ]
        )
        #expect(lines.contains("ip daddr 127.0.0.1 meta l4proto { tcp, udp } th dport 8443 dnat ip to 198.18.118.1"))
        let pc = Self.onPC(firewall)
        #expect(pc.contains("ip daddr 198.18.118.1 meta l4proto { tcp, udp } th dport 8443 dnat ip to 127.0.0.1"))
        // Of the PC's own addresses none is in a network of others, even if its number is.
        let here = try #require(pc.firstIndex(of: "chain here {"))
        let end = try #require(pc[here...].firstIndex(of: "}"))
        #expect(pc[here..<end].contains("ip daddr 10.1.2.3 accept"))
        #expect(!pc[here..<end].contains("ip daddr 192.168.7.0/24 accept"))
    }

    @Test func portsThatOverlapBecomeOneRange() {
        var firewall = Self.enforced
        firewall.ports = [
            .init(.tcp, 443), .init(.tcp, 400, 500), .init(.tcp, 501), .init(.udp, 1, 65_535), .init(.udp, 9),
        ]
        let lines = Self.inside(firewall)
        #expect(lines.contains("tcp dport { 400-501 } accept"))
        #expect(lines.contains("udp dport { 1-65535 } accept"))
        firewall.ports = []
        #expect(!Self.inside(firewall).contains { $0.hasPrefix("tcp dport {") || $0.hasPrefix("udp dport {") })
    }

    @Test func theFacilitysOwnNetworksAreRefusedWhateverTheyAre() {
        let routes = """
            Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
            lan0\t00000000\t0100000B\t0003\t0\t0\t0\t00000000\t0\t0\t0
            lan0\t0000000B\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
            lan0\t0000000C\t0100000B\t0003\t0\t0\t0\t00FFFFFF\t0\t0\t0
            vcd-visit\t007612C6\t00000000\t0001\t0\t0\t0\tF8FFFFFF\t0\t0\t0
            """
        let surroundings = Self.surroundings(routes: routes)
        #expect(surroundings.onLink4 == ["11.0.0.0/24"])
        #expect(surroundings.onLink6 == ["2a0a:000a:000b:000c:0000:0000:0000:0000/64"])
        #expect(surroundings.hasIPv6)
        let lines = Self.onPC(Self.enforced, surroundings)
        #expect(lines.contains("ip daddr 11.0.0.0/24 goto refused"))
        #expect(lines.contains("ip6 daddr 2a0a:000a:000b:000c:0000:0000:0000:0000/64 goto refused"))
    }

    @Test func aPCThatIsARouterStaysOne() {
        let lines = Self.onPC(Self.enforced, Self.surroundings(forwards: true))
        #expect(!lines.contains("meta nfproto ipv4 drop") && !lines.contains("meta nfproto ipv6 drop"))
    }

    @Test func nameServersHaveTheirStandIns() {
        let lines = Self.onPC(
            Self.enforced,
            Self.surroundings("nameserver 10.0.0.53\nnameserver fd00::53\nnameserver 1.2.3.4\n")
        )
        #expect(lines.contains("ip daddr 198.18.118.1 meta l4proto { tcp, udp } th dport 53 dnat ip to 10.0.0.53"))
        #expect(lines.contains("ip daddr 198.18.118.2 meta l4proto { tcp, udp } th dport 53 dnat ip to 1.2.3.4"))
        #expect(lines.contains("ip6 daddr fd76:6364::1 meta l4proto { tcp, udp } th dport 53 dnat ip6 to fd00::53"))
        // systemd-resolved answers on loopback alone, and keeps what it was asked.
        #expect(Self.surroundings("nameserver 127.0.0.53\noptions edns0\n").nameServers.four == ["10.9.9.9"])
        #expect(Self.surroundings("nameserver 127.0.0.1\n").nameServers.four == ["127.0.0.1"])
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
