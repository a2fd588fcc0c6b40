import Firewall
import StationCore

/// Proves from inside a visit, as its account, that its network is there and limited: what must be let through is tried,
/// and what each side's rules must refuse.
///
/// The rules are laid by units of their own, and anything may have taken them away since: a firewall that was loaded
/// again, a kernel without the filter. Nothing but the try tells, and somebody listens wherever it goes.
struct FirewallProbe {
    let firewall: Configuration.Firewall

    /// In milliseconds. What nothing refuses arrives at once; what must arrive is given the time of a busy PC.
    private static let (brief, long): (Int32, Int32) = (50, 3_000)

    /// - Returns: what is wrong, in one sentence; nil where all is as it should be.
    func fault() -> String? {
        for place in ProbeSocket.Place.allCases where place.isKnown {
            for transport in Configuration.Firewall.Transport.allCases {
                let way = "\(transport.rawValue.uppercased()) to \(place.rawValue)"
                guard ProbeSocket.reaches(transport, place, .open, within: Self.long) else {
                    return "the visit's network is not connected (\(way) got no answer)"
                }
                guard firewall.isEnforced else { continue }
                for (port, side) in [(VisitNetwork.ProbePort.refusedInside, "visit"), (.refusedByPC, "PC")]
                where ProbeSocket.reaches(transport, place, port, within: Self.brief) {
                    return "the visit's network is not limited (\(way) was let through by the \(side)'s rules)"
                }
            }
        }
        return nil
    }
}
