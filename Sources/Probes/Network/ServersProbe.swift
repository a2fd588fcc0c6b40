import StationCore

/// The call servers answer with good certificates, and no login page is in the way.
struct ServersProbe: Probe {
    private let settings: Configuration.Network
    private let limits: NetworkLimits

    init(_ settings: Configuration.Network) { self.init(settings, limits: NetworkLimits()) }

    init(_ settings: Configuration.Network, limits: NetworkLimits) {
        self.settings = settings
        self.limits = limits
    }

    private enum Question: Sendable {
        case server(Configuration.Network.Address)
        case portal(String)
    }

    func look(_ depth: CheckTask.Depth) async -> CheckFinding {
        guard !settings.servers.isEmpty || settings.portal != nil else { return .noServer(key: "servers") }
        guard depth == .full else { return .notBetweenVisits }
        let portal = settings.portal.map { [Question.portal($0)] } ?? []
        let questions = portal + settings.servers.map(Question.server)
        let answers = await OwnThread.forEach(questions) { [settings, limits] question -> ServersVerdict.Answer in
            switch question {
            case .server(let server):
                .server(server, ServerAnswer.ask(server, authorities: settings.authorities, limits: limits))
            case .portal(let address): .portal(PortalAnswer.get(address, limits: limits))
            }
        }
        return ServersVerdict(slow: settings.slow).finding(answers)
    }
}

extension CheckFinding {
    static func noServer(key: String) -> CheckFinding {
        .skipped(
            LocalText(
                "no server configured ([network] \(key))",
                "tidak ada server yang diatur ([network] \(key))"
            )
        )
    }

    static let notBetweenVisits = CheckFinding.skipped(
        LocalText("not looked at between visits", "tidak diperiksa di antara kunjungan")
    )
}
