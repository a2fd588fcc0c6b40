import StationCore

/// Judges what call servers answered.
struct ServersVerdict {
    enum Answer: Hashable, Sendable {
        case server(Configuration.Network.Address, ServerAnswer)
        case portal(PortalAnswer)
    }

    /// A certificate that ends sooner is worth a warning.
    static let daysToRenew = 14

    /// How long a step may take before it counts as slow.
    let slow: Duration

    /// The worst of them; where all are good, their sum.
    ///
    /// - Parameter answers: a page's first: where a login page is in the way, it also answers in the servers' place.
    func finding(_ answers: [Answer]) -> CheckFinding {
        let findings = answers.map(finding)
        if let failure = findings.first(where: { $0.verdict == .fail }) { return failure }
        // A server that isn't quite well matters more than a page that isn't.
        if let warning = findings.last(where: { $0.verdict == .warn }) { return warning }
        return summary(of: answers).map(CheckFinding.pass) ?? findings.last ?? .noServer(key: "servers")
    }

    private func summary(of answers: [Answer]) -> LocalText? {
        let good = answers.compactMap { answer -> (Configuration.Network.Address, ServerAnswer.Times, Int)? in
            guard case .server(let server, .answered(let times, let certificate)) = answer else { return nil }
            return (server, times, certificate.daysLeft)
        }
        guard good.count > 1, let slowest = good.max(by: { $0.1.total < $1.1.total }) else { return nil }
        let time = slowest.1.total.wholeMilliseconds
        let days = good.map { $0.2 }.min() ?? 0
        return LocalText(
            "\(good.count) servers answer, slowest \(slowest.0) in \(time) ms, certificates good for \(days) days",
            "\(good.count) server menjawab, terlambat \(slowest.0) \(time) ms, sertifikat sisa \(days) hari"
        )
    }

    private func finding(_ answer: Answer) -> CheckFinding {
        switch answer {
        case .portal(let portal): finding(portal)
        case .server(let server, .answered(let times, let certificate)): finding(server, times, certificate)
        case .server(let server, .noName(let failure)): .fail(server, failure)
        case .server(let server, .noConnection(let failure)): finding(server, failure)
        case .server(let server, .noHandshake(let failure)): finding(server, failure)
        }
    }

    private func finding(
        _ server: Configuration.Network.Address,
        _ times: ServerAnswer.Times,
        _ certificate: Certificate
    ) -> CheckFinding {
        if let fault = certificate.fault { return finding(server, fault, days: certificate.daysLeft) }
        let days = certificate.daysLeft
        let (name, connect, handshake) = (
            times.name.wholeMilliseconds, times.connection.wholeMilliseconds, times.handshake.wholeMilliseconds
        )
        let detail = LocalText(
            "\(server): name \(name) ms, connect \(connect) ms, TLS \(handshake) ms, certificate good for \(days) days",
            "\(server): nama \(name) ms, sambung \(connect) ms, TLS \(handshake) ms, sertifikat sisa \(days) hari"
        )
        if days < Self.daysToRenew {
            return .warn(
                detail,
                LocalText(
                    "Tell the administrator: the call server's certificate must be renewed before it ends.",
                    "Beri tahu administrator: sertifikat server panggilan harus diperbarui sebelum habis."
                )
            )
        }
        return times.longest > slow ? .warn(detail, .slowLine) : .pass(detail)
    }

    private func finding(
        _ server: Configuration.Network.Address,
        _ failure: Connection.Failure
    ) -> CheckFinding {
        switch failure {
        case .refused:
            .fail(
                LocalText("\(server): the connection is refused", "\(server): sambungan ditolak"),
                LocalText(
                    "Tell the administrator: the call server is not running, or a firewall refuses it.",
                    "Beri tahu administrator: server panggilan tidak berjalan, atau ditolak firewall."
                )
            )
        case .noAnswer:
            .fail(
                LocalText("\(server): no answer to a connection", "\(server): tidak ada jawaban atas sambungan"),
                .checkTheLine
            )
        case .unreachable:
            .fail(LocalText("\(server): there is no way to it", "\(server): tidak ada jalan ke sana"), .checkTheLine)
        }
    }
}
