import Firewall
import Glibc
import StationCore
import TestSupport
import Testing

@testable import VisitSeat

/// The rules in a network of their own, and the probe of a visit before and after them: laid by nft, held by the kernel.
@Suite(.enabled(if: geteuid() == 0 && access("/usr/sbin/nft", X_OK) == 0, "needs root and nftables"))
struct FirewallKernelTests {
    private static let account: UInt32 = 65_534

    private static var enforced: Configuration.Firewall {
        var firewall = Configuration.Firewall()
        firewall.isEnforced = true
        return firewall
    }

    @Test func theProbeTellsWhetherTheRulesHold() async {
        let enforced = Self.enforced
        let found = await OwnNetwork.run { () -> [String?] in
            let probe = FirewallProbe(firewall: enforced)
            let rules = FirewallRules(enforced, resolvers: Resolvers(resolvConf: ""), account: Self.account)
            let gone = FirewallRules(.init(), resolvers: Resolvers(resolvConf: ""), account: Self.account)
            let before = OwnNetwork.acting(as: Self.account) { probe.leak() }
            let laid = OwnNetwork.lay(rules.text) && OwnNetwork.lay(rules.text)
            let visitor = OwnNetwork.acting(as: Self.account) { probe.leak() }
            let root = probe.leak()
            let unlaid = OwnNetwork.lay(gone.text)
            let after = OwnNetwork.acting(as: Self.account) { probe.leak() }
            return [before, visitor, root, after, laid && unlaid ? nil : "nft"]
        }
        #expect(found.count == 5)
        #expect(found.first??.contains("TCP to 127.0.0.1") == true)
        #expect(found.dropFirst().first == .some(nil))
        // All other accounts are as they were.
        #expect(found.dropFirst(2).first??.contains("TCP to 127.0.0.1") == true)
        #expect(found.dropFirst(3).first??.contains("TCP to 127.0.0.1") == true)
        #expect(found.last == .some(nil))
    }

    @Test func rulesThatLetOneKindThroughDoNotHold() async {
        let enforced = Self.enforced
        let holes = [
            ("TCP to ::1", "meta nfproto ipv4 meta skuid 65534 reject"),
            ("UDP to 127.0.0.1", "meta skuid 65534 meta l4proto tcp reject with tcp reset"),
            (
                "UDP to ::1",
                "meta skuid 65534 meta l4proto tcp reject with tcp reset\n"
                    + "meta skuid 65534 meta nfproto ipv4 reject"
            ),
        ]
        for (hole, rules) in holes {
            let leak = await OwnNetwork.run { () -> String? in
                let chain = "type filter hook output priority filter; policy accept;\n\(rules)\n"
                guard OwnNetwork.lay("table inet test {\nchain output {\n\(chain)}\n}\n") else { return "nft" }
                return OwnNetwork.acting(as: Self.account) { FirewallProbe(firewall: enforced).leak() }
            }
            #expect(leak?.contains(hole) == true, "\(leak ?? "no leak") instead of \(hole)")
        }
    }

    @Test func anAllowedPlaceIsReachedAndAllOthersAreNot() async {
        let reached = await OwnNetwork.run { () -> [Bool] in
            guard let allowed = LoopbackSocket(.tcp, .four, isBound: true),
                let other = LoopbackSocket(.tcp, .four, isBound: true)
            else { return [] }
            defer { [allowed, other].forEach { $0.close() } }
            var firewall = Self.enforced
            firewall.local = [.init(address: "127.0.0.1", isIPv6: false, prefix: nil, port: allowed.port)]
            let rules = FirewallRules(
                firewall,
                resolvers: Resolvers(resolvConf: "nameserver 127.0.0.53\nnameserver fd00::53"),
                account: Self.account
            )
            guard allowed.listen(), other.listen(), OwnNetwork.lay(rules.text) else { return [] }
            return OwnNetwork.acting(as: Self.account) {
                [allowed, other].map { target in
                    guard let caller = LoopbackSocket(.tcp, .four, isBound: false) else { return false }
                    defer { caller.close() }
                    return caller.connects(to: target, within: 200)
                }
            }
        }
        #expect(reached == [true, false])
    }

    @Test func nobodyReachesWhatTheAccountListensOn() async {
        let reached = await OwnNetwork.run { () -> [Bool] in
            let rules = FirewallRules(Self.enforced, resolvers: Resolvers(resolvConf: ""), account: Self.account)
            let listener = OwnNetwork.acting(as: Self.account) { LoopbackSocket(.tcp, .six, isBound: true) }
            guard let listener, listener.listen() else { return [] }
            defer { listener.close() }
            return [nil, rules.text].map { rules in
                // What is not laid refuses nothing.
                if let rules, !OwnNetwork.lay(rules) { return true }
                guard let caller = LoopbackSocket(.tcp, .six, isBound: false) else { return false }
                defer { caller.close() }
                return caller.connects(to: listener, within: 200)
            }
        }
        #expect(reached == [true, false])
    }
}
