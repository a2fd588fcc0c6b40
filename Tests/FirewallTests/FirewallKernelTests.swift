import Firewall
import Glibc
import StationCore
import TestSupport
import Testing

@testable import VisitSeat

/// The rules in a network of their own, and the probe of a visit before and after them: laid by nft, held by the kernel. Both
/// sides with a link between them are the system tests'.
@Suite(.enabled(if: geteuid() == 0 && access("/usr/sbin/nft", X_OK) == 0, "needs root and nftables"))
struct FirewallKernelTests {
    private static var enforced: Configuration.Firewall {
        var firewall = Configuration.Firewall()
        firewall.isEnforced = true
        return firewall
    }

    /// Everybody who listens on the PC's side of a link, on loopback.
    private static func listen() -> [ProbeSocket] {
        _ = OwnNetwork.ip("addr", "add", "198.18.118.1/29", "dev", "lo")
        _ = OwnNetwork.ip("addr", "add", "fd76:6364::1/64", "dev", "lo", "nodad")
        return ProbeSocket.Place.allCases.flatMap { place in
            Configuration.Firewall.Transport.allCases.flatMap { transport in
                VisitNetwork.ProbePort.allCases.compactMap { ProbeSocket(listening: transport, at: place, $0) }
            }
        }
    }

    /// What the probe says while somebody answers.
    private static func fault(_ firewall: Configuration.Firewall, _ rules: String?) async -> String? {
        await OwnNetwork.run {
            let listeners = listen()
            guard listeners.count == 12 else { return "\(listeners.count) listeners" }
            if let rules, !OwnNetwork.lay(rules) { return "nft" }
            let answers = Answers(listeners)
            defer { answers.end() }
            return FirewallProbe(firewall: firewall).fault()
        }
    }

    @Test func bothTablesAreTaken() async {
        var firewall = Self.enforced
        firewall.local = [
            .init(address: "10.1.2.3", isIPv6: false, prefix: nil, port: nil),
            .init(address: "127.0.0.1", isIPv6: false, prefix: nil, port: 8_443),
            .init(address: "192.168.7.0", isIPv6: false, prefix: 24, port: nil),
            .init(address: "fd00::1", isIPv6: true, prefix: nil, port: 443),
        ]
        for firewall in [firewall, Self.enforced, .init()] {
            let texts = [
                VisitRules(firewall).text,
                PCRules(
                    firewall,
                    Surroundings(
                        resolvConf: "nameserver 10.0.0.53\nnameserver fd00::53\n",
                        behindStub: "",
                        routes4: "head\nlan0 0000000B 00000000 0001 0 0 0 00FFFFFF 0 0 0\n",
                        routes6: "",
                        forwards: .init(four: false, six: false)
                    )
                ).text,
            ]
            let taken = await OwnNetwork.run { texts.map { OwnNetwork.lay($0) } }
            #expect(taken == [true, true])
        }
    }

    @Test func aNetworkWithoutLimitsIsToldFromOneThatHasThem() async {
        #expect(await Self.fault(.init(), nil) == nil)
        let fault = await Self.fault(Self.enforced, nil)
        #expect(
            fault?.contains("TCP to 198.18.118.1 was let through by the visit's rules") == true,
            "\(fault ?? "none")"
        )
    }

    @Test func oneThatLeadsNowhereIsNone() async {
        let rules = "table inet test {\nchain output {\ntype filter hook output priority filter; policy drop;\n}\n}\n"
        for firewall in [Self.enforced, .init()] {
            #expect(await Self.fault(firewall, rules)?.contains("not connected") == true)
        }
    }

    @Test func rulesThatLetOneKindThroughDoNotHold() async {
        let (inside, pc) = ("61101", "61102")
        let both = "th dport { \(inside), \(pc) }"
        let holes = [
            (
                "TCP to fd76:6364::1 was let through by the visit's",
                "meta nfproto ipv4 meta l4proto { tcp, udp } \(both) reject"
            ),
            ("UDP to 198.18.118.1 was let through by the visit's", "meta l4proto tcp \(both) reject with tcp reset"),
            ("TCP to 198.18.118.1 was let through by the PC's", "meta l4proto { tcp, udp } th dport \(inside) reject"),
            ("TCP to 198.18.118.1 was let through by the visit's", "meta l4proto { tcp, udp } th dport \(pc) reject"),
        ]
        for (hole, rule) in holes {
            let fault = await Self.fault(
                Self.enforced,
                "table inet test {\nchain output {\ntype filter hook output priority filter; policy accept;\n\(rule)\n}\n}\n"
            )
            #expect(fault?.contains(hole) == true, "\(fault ?? "no fault") instead of \(hole)")
        }
        let all = "meta l4proto { tcp, udp } \(both) reject"
        #expect(
            await Self.fault(
                Self.enforced,
                "table inet test {\nchain output {\ntype filter hook output priority filter; policy accept;\n\(all)\n}\n}\n"
            ) == nil
        )
    }
}

/// A thread that answers whoever comes.
private final class Answers: Sendable {
    private let thread: pthread_t
    private let stop: [Int32]

    init(_ listeners: [ProbeSocket]) {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        stop = ends
        let job = Job(listeners, until: ends[0])
        var thread = pthread_t()
        pthread_create(
            &thread,
            nil,
            { argument in
                if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            },
            Unmanaged.passRetained(job).toOpaque()
        )
        self.thread = thread
    }

    func end() {
        close(stop[1])
        pthread_join(thread, nil)
        close(stop[0])
    }

    private final class Job: Sendable {
        private let listeners: [ProbeSocket]
        private let stop: Int32

        init(_ listeners: [ProbeSocket], until stop: Int32) {
            self.listeners = listeners
            self.stop = stop
        }

        func run() {
            while true {
                var states = ([stop] + listeners.map(\.descriptor)).map {
                    pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
                }
                guard poll(&states, nfds_t(states.count), 30_000) > 0, states[0].revents == 0 else { break }
                for (listener, state) in zip(listeners, states.dropFirst()) where state.revents != 0 {
                    listener.answer()
                }
            }
            for listener in listeners { listener.close() }
        }
    }
}
