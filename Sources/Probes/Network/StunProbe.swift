import StationCore

/// Sound and picture come through, which go by UDP: STUN servers answer (RFC 8489).
struct StunProbe: Probe {
    private let settings: Configuration.Network
    private let limits: NetworkLimits

    init(_ settings: Configuration.Network) { self.init(settings, limits: NetworkLimits()) }

    init(_ settings: Configuration.Network, limits: NetworkLimits) {
        self.settings = settings
        self.limits = limits
    }

    func look(_ depth: CheckTask.Depth) async -> CheckFinding {
        guard !settings.stun.isEmpty else { return .noServer(key: "stun") }
        guard depth == .full else { return .notBetweenVisits }
        let answers = await OwnThread.forEach(settings.stun) { [limits] server in
            (server, StunAnswer.ask(server, limits: limits))
        }
        return StunVerdict(slow: settings.slow).finding(answers)
    }
}
