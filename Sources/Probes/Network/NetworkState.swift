import Firewall
import Glibc
import ProcFS

/// What the kernel and the resolver's file say of this PC's network.
struct NetworkState: Hashable, Sendable {
    struct Link: Hashable, Sendable {
        var name: String
        var isUp: Bool
        var isWireless = false
        /// In Mbit/s.
        var speed: Int?
        /// In dBm; for Wi-Fi alone.
        var signal: Int?
    }

    /// Without the loopback interface.
    var links: [Link]
    var addresses: [InterfaceAddress]
    /// The default routes of the main tables, the best one first; then the ways that the kernel takes in the end, which
    /// may be those of other tables.
    var routes: [DefaultRoute]
    var nameServers: Int

    /// - Parameter root: where the folders /sys, /proc, /etc and /run are looked for.
    init(root: String, addresses: [InterfaceAddress], ways: [DefaultRoute]) {
        let signals = Self.signals(ProcessTable.read("\(root)/proc/net/wireless"))
        links = DirectoryListing.names(in: "\(root)/sys/class/net").sorted()
            // Those of the visits' network lead to nobody but a visit.
            .filter { $0 != VisitNetwork.link && $0 != VisitNetwork.canary }
            .compactMap { Self.link($0, in: "\(root)/sys/class/net/\($0)", signals) }
        self.addresses = addresses
        let ipv4 = DefaultRoute.ipv4(ProcessTable.read("\(root)/proc/net/route"))
        let ipv6 = DefaultRoute.ipv6(ProcessTable.read("\(root)/proc/net/ipv6_route"))
        routes = ipv4.sorted { $0.metric < $1.metric } + ipv6.sorted { $0.metric < $1.metric } + ways
        nameServers = Self.nameServers(root)
    }

    private static func link(_ name: String, in folder: String, _ signals: [String: Int]) -> Link? {
        // /sys/class/net holds files too, such as bonding_masters. ARPHRD_LOOPBACK is 772.
        guard let type = word("\(folder)/type"), type != "772" else { return nil }
        // Tunnels and other virtual interfaces never say more than unknown (operstates in the kernel's documentation).
        let isUp =
            switch word("\(folder)/operstate") {
            case "up": true
            case "unknown": word("\(folder)/carrier") == "1"
            default: false
            }
        let isWireless = access("\(folder)/wireless", F_OK) == 0 || access("\(folder)/phy80211", F_OK) == 0
        let speed = word("\(folder)/speed").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        return Link(name: name, isUp: isUp, isWireless: isWireless, speed: speed, signal: signals[name])
    }

    private static func word(_ path: String) -> String? {
        ProcessTable.read(path).split(whereSeparator: \.isWhitespace).first.map(String.init)
    }

    /// The levels in /proc/net/wireless (iwconfig(8), signal level).
    private static func signals(_ text: String) -> [String: Int] {
        var signals: [String: Int] = [:]
        for line in text.split(separator: "\n") {
            let fields = line.split { $0 == " " || $0 == ":" }
            // A level that isn't below zero is of a driver's own scale.
            if fields.count > 3, let level = Double(fields[3]), level < 0 { signals[String(fields[0])] = Int(level) }
        }
        return signals
    }

    /// The name servers that are asked in the end (resolv.conf(5)): systemd-resolved's own address stands for those in
    /// its other file.
    private static func nameServers(_ root: String) -> Int {
        let own = Resolvers(resolvConf: ProcessTable.read("\(root)/etc/resolv.conf"))
        let isStub = own.six.isEmpty && own.four.allSatisfy { $0 == "127.0.0.53" || $0 == "127.0.0.54" }
        let file = "\(root)/run/systemd/resolve/resolv.conf"
        guard isStub, own.count > 0, access(file, R_OK) == 0 else { return own.count }
        return Resolvers(resolvConf: ProcessTable.read(file)).count
    }
}
