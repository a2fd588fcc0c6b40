import StationCore
import TestSupport
import Testing

@testable import Probes

/// Each thing that can be missing, in folders made like the kernel's.
struct NetworkProbeTests {
    /// A PC as the kernel describes it.
    private struct PC {
        var operstate = "up"
        var carrier = "1"
        var isWireless = false
        var routes = "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
        var routes6 = ""
        var wireless: String?
        var resolver = "nameserver 192.168.1.1\n"
        var upstream: String?
        var addresses = [InterfaceAddress(interface: "eth0", kind: .ipv4, prefix: 24)]
        var ways: [DefaultRoute] = []

        func finding() async throws -> CheckFinding {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            for parent in ["sys", "sys/class", "sys/class/net", "run", "run/systemd"] {
                try folder.write("\(parent)/.made", "")
            }
            for (file, text) in [("type", "772\n"), ("operstate", "unknown\n"), ("carrier", "1\n")] {
                try folder.write("sys/class/net/lo/\(file)", text)
            }
            let card = [("type", "1"), ("operstate", operstate), ("carrier", carrier), ("speed", "1000")]
            for (file, text) in card { try folder.write("sys/class/net/eth0/\(file)", "\(text)\n") }
            if isWireless { try folder.write("sys/class/net/eth0/wireless/status", "") }
            try folder.write("proc/.made", "")
            let head = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
            try folder.write("proc/net/route", head + routes)
            try folder.write("proc/net/ipv6_route", routes6)
            if let wireless { try folder.write("proc/net/wireless", wireless) }
            try folder.write("etc/resolv.conf", resolver)
            if let upstream { try folder.write("run/systemd/resolve/resolv.conf", upstream) }
            let (addresses, ways) = (addresses, ways)
            return await NetworkProbe(root: folder.path, addresses: { addresses }, ways: { ways }).look(.quick)
        }
    }

    private func pc(_ change: (inout PC) -> Void) async throws -> CheckFinding {
        var pc = PC()
        change(&pc)
        return try await pc.finding()
    }

    @Test func allThereIsAPassWithItsFigures() async throws {
        let finding = try await PC().finding()
        #expect(finding.verdict == .pass)
        #expect(finding.detail.english == "eth0, 1000 Mbit/s, IPv4/24 address, gateway 192.168.1.1")
    }

    @Test func anInterfaceThatOnlySaysUnknownIsUpWithACarrier() async throws {
        #expect(try await pc { $0.operstate = "unknown" }.verdict == .pass)
        #expect(try await pc { ($0.operstate, $0.carrier) = ("unknown", "0") }.verdict == .fail)
    }

    @Test func aPulledCableIsNamedFirst() async throws {
        let finding = try await pc { ($0.operstate, $0.routes, $0.resolver, $0.addresses) = ("down", "", "", []) }
        #expect(finding.verdict == .fail)
        #expect(finding.remedy?.english.contains("network cable") == true)
        let wireless = try await pc { ($0.operstate, $0.isWireless) = ("down", true) }
        #expect(wireless.remedy?.english.contains("Wi-Fi access point") == true)
    }

    @Test func aMissingAddressIsTheRoutersFault() async throws {
        let none = try await pc { $0.addresses = [] }
        #expect(none.verdict == .fail && none.detail.english.contains("no address (DHCP)"), "\(none)")
        let own = try await pc { $0.addresses[0].kind = .linkLocal }
        #expect(own.verdict == .fail && own.detail.english.contains("of its own making"), "\(own)")
        let elsewhere = try await pc { $0.addresses[0].interface = "lo" }
        #expect(elsewhere.verdict == .fail)
    }

    @Test(
        arguments: [
            "", "eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n",
            "eth0\t00000000\t0101A8C0\t0203\t0\t0\t100\t00000000\t0\t0\t0\n",
            "eth1\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n",
            "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000080\t0\t0\t0\n", "eth0\t00000000\n", "\n\n",
        ]
    )
    func noWayOutIsSaid(routes: String) async throws {
        let finding = try await pc { $0.routes = routes }
        #expect(finding.verdict == .fail)
        #expect(finding.detail.english.contains("default route"), "\(finding)")
    }

    @Test func aDefaultRouteOfAnotherTableIsOne() async throws {
        let way = DefaultRoute(interface: "eth0", metric: 0, gateway: "192.168.1.9")
        let finding = try await pc { ($0.routes, $0.ways) = ("", [way]) }
        #expect(finding.verdict == .pass)
        #expect(finding.detail.english == "eth0, 1000 Mbit/s, IPv4/24 address, gateway 192.168.1.9")
        // That of the main table is shown where there are both.
        #expect(try await pc { $0.ways = [way] }.detail.english.hasSuffix("gateway 192.168.1.1"))
    }

    @Test func iPv6AloneWillDo() async throws {
        let zero = String(repeating: "0", count: 32)
        let route =
            "\(zero) 00 \(zero) 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0\n"
        let ipv6 = InterfaceAddress(interface: "eth0", kind: .ipv6, prefix: 64)
        let finding = try await pc { ($0.routes, $0.routes6, $0.addresses) = ("", route, [ipv6]) }
        #expect(finding.verdict == .pass)
        #expect(finding.detail.english == "eth0, 1000 Mbit/s, IPv6/64 address, gateway fe80::1")
        // The kernel's own route to nowhere, which is there on every PC.
        let nowhere = "\(zero) 00 \(zero) 00 \(zero) ffffffff 00000001 00000000 00200200       lo\n"
        #expect(try await pc { ($0.routes, $0.routes6, $0.addresses) = ("", nowhere, [ipv6]) }.verdict == .fail)
    }

    @Test(
        arguments: [
            "", "# nameserver 192.0.2.1\n", "search example\n", "nameserver\n", "nameserver 192.168.1.l\n",
            "nameserver 192.0.2.1.\n", "nameserver 192.0.2.1,192.0.2.2\n", "nameserver dns.example\n",
            "nameserver 192.0.2.1\r\n", " nameserver 192.0.2.1\n", "nameserver=192.0.2.1\n", "Nameserver 192.0.2.1\n",
        ]
    )
    func aMissingNameServerIsSaid(resolver: String) async throws {
        let finding = try await pc { $0.resolver = resolver }
        #expect(finding.verdict == .fail)
        #expect(finding.detail.english.contains("no name server"), "\(finding)")
    }

    @Test func theResolversOwnAddressStandsForThoseBehindIt() async throws {
        let stub = "nameserver 127.0.0.53\n"
        #expect(try await pc { ($0.resolver, $0.upstream) = (stub, "nameserver 192.0.2.1\n") }.verdict == .pass)
        #expect(try await pc { ($0.resolver, $0.upstream) = (stub, "# none\n") }.verdict == .fail)
        #expect(try await pc { $0.resolver = stub }.verdict == .pass)
    }

    @Test func weakWiFiIsAWarning() async throws {
        let line = "Inter-| sta-|   Quality        |\n face | tus | link level noise |\n"
        let weak = try await pc { $0.wireless = line + " eth0: 0000   22.  -82.  -256        0      0\n" }
        #expect(weak.verdict == .warn)
        #expect(weak.detail.english.contains("Wi-Fi -82 dBm"), "\(weak)")
        let good = try await pc { $0.wireless = line + " eth0: 0000   60.  -50.  -256        0      0\n" }
        #expect(good.verdict == .pass)
    }

    @Test func thisPCsAddressesAreRead() {
        let own = InterfaceAddress.all().filter { $0.interface == "lo" && $0.kind == .ipv4 }
        #expect(own.contains { $0.prefix == 8 }, "\(own)")
    }
}
