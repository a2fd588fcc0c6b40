import StationCore

/// A link, an address, a default route and a name server.
struct NetworkProbe: Probe {
    private let root: String
    private let addresses: @Sendable () -> [InterfaceAddress]
    private let ways: @Sendable () -> [DefaultRoute]

    /// - Parameters:
    ///   - root: where /sys, /proc, /etc and /run are looked for.
    ///   - ways: what the kernel says when it is asked for its way out.
    init(
        root: String = "",
        addresses: @escaping @Sendable () -> [InterfaceAddress] = { InterfaceAddress.all() },
        ways: @escaping @Sendable () -> [DefaultRoute] = { RouteLookup.all() }
    ) {
        self.root = root
        self.addresses = addresses
        self.ways = ways
    }

    func look(_ depth: CheckTask.Depth) async -> CheckFinding {
        NetworkVerdict.finding(NetworkState(root: root, addresses: addresses(), ways: ways()))
    }
}
