/// The network namespace of a visit, seen from both of its sides: names, addresses and ports that no input moves.
///
/// The addresses are of networks that lead nowhere on the internet (RFC 2544, RFC 4193), so that they stand in no
/// facility's way.
public enum VisitNetwork {
    /// The link's end in the PC's namespace, and in the visit's.
    public static let link = "vcd-visit"
    public static let innerLink = "eth0"
    /// The PC's end of a pair whose other end is never up: it is gone when the kernel has freed the visit's namespace.
    public static let canary = "vcd-canary"
    public static let innerCanary = "canary"

    /// What the visit has on ``innerLink``.
    public static let visit4 = "198.18.118.6"
    public static let visit6 = "fd76:6364::6"
    public static let prefix4 = 29
    public static let prefix6 = 64

    /// What the PC has on ``link``: the first is the gateway, and each is one of the name servers' stand-ins.
    public static let gateways4 = (1...slots).map { "198.18.118.\($0)" }
    public static let gateways6 = (1...slots).map { "fd76:6364::\($0)" }
    public static let gateway4 = "198.18.118.1"
    public static let gateway6 = "fd76:6364::1"
    /// MAXNS of resolv.conf(5): nobody asks more name servers than this.
    public static let slots = 3

    /// Of every connection of a visit, in the PC's table of them (ct mark in nft(8)).
    public static let mark = "0x766364"

    /// Where a visit's sockets begin. The PC takes nothing new on these, so that its translation need not choose others: then
    /// two sides that are both translated find each other (RFC 4787, 4.1).
    public static let localPorts = (first: UInt16(50_000), last: UInt16(59_999))

    /// What listens on the PC's end while a visit has its network, for ``FirewallProbe``.
    public enum ProbePort: UInt16, CaseIterable, Sendable {
        /// The PC's rules let it through, the visit's own refuse it.
        case refusedInside = 61_101
        /// The visit's own rules let it through, the PC's refuse it.
        case refusedByPC = 61_102
        /// Nobody refuses it.
        case open = 61_103
    }
}
