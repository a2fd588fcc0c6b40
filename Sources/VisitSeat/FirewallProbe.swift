import Glibc
import StationCore

/// Proves from inside a visit, as its account, that the network is limited: what would have to be refused is tried.
///
/// The rules are laid by a unit of its own, and anything may have taken them away since: a firewall that was loaded
/// again, a kernel without the filter. Nothing but the try tells.
struct FirewallProbe {
    let firewall: Configuration.Firewall

    /// What nothing refuses arrives at once.
    private static let patience: Int32 = 50

    /// - Returns: what is wrong, in one sentence; nil where the limit holds, or where none is wanted.
    func leak() -> String? {
        guard firewall.isEnforced else { return nil }
        for place in LoopbackSocket.Place.allCases {
            for transport in Configuration.Firewall.Transport.allCases where !isRefused(transport, place) {
                return "the visit's network is not limited (\(transport.rawValue.uppercased()) to \(place.rawValue) "
                    + "was let through)"
            }
        }
        return nil
    }

    /// Whether nothing arrives that this account sends to the PC itself.
    private func isRefused(_ transport: Configuration.Firewall.Transport, _ place: LoopbackSocket.Place) -> Bool {
        // An allowed port proves nothing; while a socket holds it, the next one has another.
        var held: [LoopbackSocket] = []
        defer { for socket in held { socket.close() } }
        for _ in 0...firewall.local.count {
            guard let target = LoopbackSocket(transport, place, isBound: true) else {
                // A PC without IPv6 has nothing to refuse there.
                return place == .six && [EADDRNOTAVAIL, EAFNOSUPPORT].contains(errno)
            }
            held.append(target)
            if firewall.local.contains(where: { $0.port == target.port }) { continue }
            switch transport {
            case .udp: return !target.send(to: target) || !target.has(POLLIN, within: Self.patience)
            case .tcp:
                guard target.listen(), let caller = LoopbackSocket(.tcp, place, isBound: false) else { return false }
                held.append(caller)
                return !caller.connects(to: target, within: Self.patience)
            }
        }
        return false
    }
}
