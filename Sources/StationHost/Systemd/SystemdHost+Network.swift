import Firewall
import ProcFS
import StationCore
import Systemd

/// The network namespace of a visit: made with its home, and gone with it. Units make and end it, and vcd looks for itself.
extension SystemdHost {
    static let networkUnits =
        "'systemctl status nftables \(UnitName.network.rawValue) \(UnitName.uplink.rawValue)'"

    /// How long the kernel may take to free a namespace that nobody holds; it is most often a tenth of a second.
    private static let patience: Duration = .seconds(10)
    private static let pause: Duration = .milliseconds(5)

    /// Asks for a fresh one; ``waitForNetwork()`` says how that went.
    func beginNetwork() async throws(HostError) {
        let isLeft = try await asking(.isolationUnavailable) { () async throws(BusError) in
            try await !units.state(of: .network).isDown
        }
        // Of a visit before, it would hand its sockets on.
        if isLeft { try await endNetwork() }
        try await asking(.isolationUnavailable) { () async throws(BusError) in try await units.start(.uplink) }
    }

    func waitForNetwork() async throws(HostError) {
        let state = try await asking(.isolationUnavailable) { () async throws(BusError) in
            try await units.wait(for: .uplink, limit: UnitName.uplink.limit, until: \.isSettled)
        }
        guard state?.activity == .active else { throw await networkFailure() }
        // Both ends of each pair are made at once, so the visit's are there too.
        let links = NetworkLinks.ofPC()
        for link in [VisitNetwork.link, VisitNetwork.canary] where !links.contains(link) {
            throw HostError(
                .isolationUnavailable,
                message:
                    "\(UnitName.uplink.rawValue) says that a visit has its network, and no link \(link) is to be seen.",
                remedy: "Run 'vcctl wipe'. If it happens again, the administrator looks at \(Self.networkUnits)."
            )
        }
    }

    /// - Throws: when the namespace is still there, and may have something of the visit.
    func endNetwork() async throws(HostError) {
        let isDone = try await asking(.wipeFailed) { () async throws(BusError) in
            let before = try await units.state(of: .uplink)
            try await units.stop(.network)
            _ = try await units.wait(for: .network, limit: UnitName.network.limit, until: \.isDown)
            let after = try await units.wait(for: .uplink, limit: UnitName.uplink.limit, until: \.isDown)
            return before.isDown || after?.activity == .inactive
        }
        guard isDone else {
            throw HostError(
                .wipeFailed,
                message: "The PC's side of the visit's network did not end well: \(await told(by: .uplink)).",
                remedy: "Run 'vcctl wipe' again. If it stays so, restart the PC: the visit's network ends with it."
            )
        }
        let end = ContinuousClock.now + Self.patience
        while NetworkLinks.ofPC().contains(VisitNetwork.canary) {
            guard ContinuousClock.now < end, (try? await Task.sleep(for: Self.pause)) != nil else {
                throw HostError(
                    .wipeFailed,
                    message: "The network of the visit is not gone: somebody or something still holds it.",
                    remedy: "Run 'vcctl wipe' again. If it stays so, restart the PC: the visit's network ends with it."
                )
            }
        }
    }

    /// Why a visit has no network.
    private func networkFailure() async -> HostError {
        for unit in [UnitName.network, .uplink] {
            guard let state = try? await units.state(of: unit), !state.isDown || state.activity == .failed else {
                continue
            }
            if state.activity == .active { continue }
            if await helperExit(of: unit) == .configuration { return await configurationFailure(of: unit) }
            return failed(await told(by: unit))
        }
        return failed("a visit could not be given its network")
    }

    private func failed(_ what: String) -> HostError {
        HostError(
            .isolationUnavailable,
            message: "\(what).",
            remedy:
                "Run 'vcctl wipe'. If it happens again, the administrator looks at \(Self.networkUnits), and installs the "
                + "packages conntrack, iproute2 and nftables if one is missing."
        )
    }
}
