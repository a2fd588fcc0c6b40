import StationCore

/// A link, an address, a default route and a name server.
struct NetworkProbe: Probe {
    private let root: String
    private let addresses: @Sendable () -> [InterfaceAddress]

    /// - Parameter root: where /sys, /proc, /etc and /run are looked for.
    init(root: String = "", addresses: @escaping @Sendable () -> [InterfaceAddress] = { InterfaceAddress.all() }) {
        self.root = root
        self.addresses = addresses
    }

    func look(_ depth: CheckTask.Depth) async -> CheckFinding {
        NetworkVerdict.finding(NetworkState(root: root, addresses: addresses()))
    }
}
