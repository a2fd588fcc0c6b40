import CLinux
import Firewall
import Glibc
import ProcFS
import StationCore
import Systemd
import UnitMessages

/// `uplink`: the PC's side of a visit's network. It translates the visit's packets as the PC's own, gives it name servers,
/// and looks after both as long as the visit has its network: whoever changes the PC's rules, name servers or routes.
struct Uplink {
    private let ending = vcd_block_signal(SIGTERM)
    private let firewall: Configuration.Firewall
    private let hasIPv6 = ProbeSocket.Place.six.isKnown
    private let forwarding: Forwarding

    /// How often the PC's own network is looked at, in milliseconds.
    private static let pause: Int32 = 2_000
    /// After a change of the rules: most often more follow, in milliseconds.
    private static let calm: useconds_t = 20_000

    init() throws(HelperError) {
        firewall = try HelperConfiguration.load().firewall
        forwarding = Forwarding(notes: "/run/vcd-uplink/forwarding")
    }

    func run() throws(HelperError) {
        let watched = vcd_watch_rules()
        guard watched >= 0 else { throw .system("nobody can watch the PC's rules") }
        forwarding.restore()
        let forwarded = forwarding.before
        var surroundings = look(forwarded)
        try nameServers(for: surroundings)
        forwarding.begin(hasIPv6: surroundings.hasIPv6)
        try ExternalProgram.ip.must(["-batch", "-"], input: addresses, "the PC's end of its link cannot be set up")
        var laid = try lay(surroundings, watched)
        let listeners = try listen()
        DeviceNews.hear()
        Notify.ready(status: "A visit has its network.")
        defer {
            forwarding.restore()
            for listener in listeners { listener.close() }
        }
        while true {
            var states = ([ending, watched] + listeners.map(\.descriptor))
                .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            let count = poll(&states, nfds_t(states.count), Self.pause)
            if states[0].revents != 0 { break }
            for (listener, state) in zip(listeners, states.dropFirst(2)) where state.revents != 0 { listener.answer() }
            var isToLay = false
            if states[1].revents != 0 {
                usleep(Self.calm)
                _ = vcd_drain(watched)
                // Our own change is told of, too.
                isToLay = try listed() != laid
                if isToLay { StandardError.say(.warning, "Somebody changed vcd's rules; they are laid anew.") }
            }
            let now = count == 0 ? look(forwarded) : surroundings
            if now != surroundings {
                if now.nameServers != surroundings.nameServers { try nameServers(for: now) }
                forwarding.begin(hasIPv6: now.hasIPv6)
                surroundings = now
                isToLay = true
            }
            if isToLay { laid = try lay(surroundings, watched) }
        }
        try end()
    }

    /// Nothing can leave any more before anything else is taken away.
    private func end() throws(HelperError) {
        _ = try ExternalProgram.ip.run(["link", "del", VisitNetwork.link], isQuiet: true)
        _ = try ExternalProgram.rules.run(["-f", "-"], input: PCRules.removal, isQuiet: true)
        let ours = ["--mark", VisitNetwork.mark]
        for family in ["ipv4", "ipv6"] {
            _ = try ExternalProgram.connections.run(["-D", "-f", family] + ours, isQuiet: true)
            guard try ExternalProgram.connections.run(["-L", "-f", family] + ours, isQuiet: true).text.isEmpty else {
                throw HelperError(
                    "The PC still knows connections of the visit.",
                    remedy: "Run 'vcctl wipe'. If it happens again, restart the PC."
                )
            }
        }
    }

    private func lay(_ surroundings: Surroundings, _ watched: Int32) throws(HelperError) -> String {
        try ExternalProgram.rules.must(
            ["-f", "-"],
            input: PCRules(firewall, surroundings).text,
            "nftables did not take the PC's rules"
        )
        return try listed()
    }

    /// The rules as they are.
    private func listed() throws(HelperError) -> String {
        try ExternalProgram.rules.run(
            ["list", "table"] + PCRules.table.split(separator: " ").map(String.init),
            isQuiet: true
        ).text
    }

    private func look(_ forwarded: Surroundings.Forwarding) -> Surroundings {
        Surroundings(
            resolvConf: ProcessTable.read("/etc/resolv.conf"),
            behindStub: ProcessTable.read("/run/systemd/resolve/resolv.conf"),
            routes4: ProcessTable.read("/proc/net/route"),
            routes6: ProcessTable.read("/proc/net/ipv6_route"),
            forwards: forwarded
        )
    }

    /// Written into the same file, since a visit has that file and no other at its place (systemd.exec(5), BindReadOnlyPaths=).
    private func nameServers(for surroundings: Surroundings) throws(HelperError) {
        let servers = surroundings.nameServers
        let stands =
            VisitNetwork.gateways4.prefix(servers.four.count) + VisitNetwork.gateways6.prefix(servers.six.count)
        let text = stands.prefix(VisitNetwork.slots).map { "nameserver \($0)\n" }.joined()
        let file = open(Self.resolvConf, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw .system("\(Self.resolvConf) cannot be written") }
        defer { close(file) }
        guard fchmod(file, 0o644) == 0, ftruncate(file, 0) == 0, write(file, text, text.utf8.count) == text.utf8.count
        else {
            throw .system("\(Self.resolvConf) cannot be written")
        }
    }

    private static let resolvConf = "/run/vcd-uplink/resolv.conf"

    private var addresses: String {
        let link = VisitNetwork.link
        let four = VisitNetwork.gateways4.map { "addr replace \($0)/\(VisitNetwork.prefix4) dev \(link)\n" }
        let six = VisitNetwork.gateways6.map { "addr replace \($0)/\(VisitNetwork.prefix6) dev \(link) nodad\n" }
        return (four + (hasIPv6 ? six : []) + ["link set \(link) up\n"]).joined()
    }

    private func listen() throws(HelperError) -> [ProbeSocket] {
        var listeners: [ProbeSocket] = []
        for place in ProbeSocket.Place.allCases where place.isKnown {
            for transport in Configuration.Firewall.Transport.allCases {
                for port in VisitNetwork.ProbePort.allCases {
                    guard let listener = ProbeSocket(listening: transport, at: place, port) else {
                        throw .system("port \(port.rawValue) of \(place.rawValue) cannot be had")
                    }
                    listeners.append(listener)
                }
            }
        }
        return listeners
    }
}
