import CLinux
import Firewall
import Glibc
import Systemd
import UnitMessages

/// `network`: keeps the network namespace of one visit, which systemd has made for this process and which vcd-visit.service
/// joins. It limits what may pass before there is a link to pass it, and destroys every socket when the visit is over.
struct NetworkKeeper {
    /// Can be read once this process is to end; what it starts is not kept from it.
    private let ending = vcd_block_signal(SIGTERM)

    func run() throws(HelperError) {
        let firewall = try HelperConfiguration.load().firewall
        try ExternalProgram.rules.must(
            ["-f", "-"],
            input: VisitRules(firewall).text,
            "nftables did not take the rules inside it"
        )
        let hasIPv6 = ProbeSocket.Place.six.isKnown
        for (inner, outer) in Self.pairs where vcd_make_pair(inner, outer, 1) != 0 {
            throw .system("A visit cannot be given its network: the link \(outer) cannot be made")
        }
        // 127.0.0.1 is translated on its way to the PC, and is no stranger on this link then (ip-sysctl in the kernel's documentation).
        Sysctl("net/ipv4/conf/\(VisitNetwork.innerLink)/route_localnet").set("1")
        let ports = VisitNetwork.localPorts
        Sysctl("net/ipv4/ip_local_port_range").set("\(ports.first) \(ports.last)")
        if hasIPv6 {
            // Its address and its router are these, whoever announces others.
            Sysctl("net/ipv6/conf/\(VisitNetwork.innerLink)/accept_ra").set("0")
            Sysctl("net/ipv6/conf/\(VisitNetwork.innerLink)/dad_transmits").set("0")
        }
        try ExternalProgram.ip.must(
            ["-batch", "-"],
            input: Self.addresses(hasIPv6: hasIPv6),
            "its link cannot be given its addresses"
        )
        var news = DeviceNews()
        Notify.ready(status: "The network of a visit.")
        news.pass(until: ending)
        try destroySockets()
        // With it goes the other end, where that is still there; the PC's side has most often taken it away by now.
        _ = try ExternalProgram.ip.run(["link", "del", VisitNetwork.innerLink], isQuiet: true)
    }

    /// The PC's ends are in the first process's namespace at once.
    private static let pairs = [
        (VisitNetwork.innerLink, VisitNetwork.link), (VisitNetwork.innerCanary, VisitNetwork.canary),
    ]

    private static func addresses(hasIPv6: Bool) -> String {
        let link = VisitNetwork.innerLink
        let four = """
            addr add \(VisitNetwork.visit4)/\(VisitNetwork.prefix4) dev \(link)
            link set \(link) up
            route add default via \(VisitNetwork.gateway4)

            """
        let six = """
            addr add \(VisitNetwork.visit6)/\(VisitNetwork.prefix6) dev \(link) nodad
            route add ::/0 via \(VisitNetwork.gateway6) dev \(link)

            """
        return hasIPv6 ? four + six : four
    }

    /// A socket whose program is gone may still have bytes to send, and keeps the namespace alive for that. Whoever holds one
    /// gets an error from now on.
    private func destroySockets() throws(HelperError) {
        let all = ["-H", "-n", "-a", "-t", "-u"]
        for _ in 0..<50 {
            _ = try ExternalProgram.sockets.run(["-K"] + all, isQuiet: true)
            if try ExternalProgram.sockets.run(all).text.isEmpty { return }
            usleep(10_000)
        }
        throw HelperError(
            "Sockets of the visit's network cannot be destroyed.",
            remedy: "Restart the PC: the visit's network ends with it."
        )
    }
}
