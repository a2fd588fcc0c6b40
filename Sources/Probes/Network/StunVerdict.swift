import StationCore

/// Judges what STUN servers answered.
struct StunVerdict {
    /// The share of requests that may be lost.
    static let tolerableLoss = 0.1

    /// How long an answer may take before it counts as slow.
    let slow: Duration

    /// The worst of them, but no more than a warning where one answers: a call needs one way.
    func finding(_ answers: [(Configuration.Network.Address, StunAnswer)]) -> CheckFinding {
        let findings = answers.map { finding($0, $1) }
        let failure = findings.first { $0.verdict == .fail }
        if let failure, let remedy = failure.remedy, findings.contains(where: { $0.verdict != .fail }) {
            return .warn(failure.detail, remedy)
        }
        return failure ?? findings.first { $0.verdict == .warn } ?? findings.first ?? .noServer(key: "stun")
    }

    private func finding(_ server: Configuration.Network.Address, _ answer: StunAnswer) -> CheckFinding {
        switch answer {
        case .answered(let sample): finding(server, sample)
        case .noName(let failure): .fail(server, failure)
        case .noAnswer(let sent):
            .fail(
                LocalText(
                    "\(server): 0 of \(sent) answers: UDP is blocked, sound and picture cannot get through",
                    "\(server): 0 dari \(sent) jawaban: UDP diblokir, suara dan gambar tidak bisa lewat"
                ),
                .openUDP
            )
        case .refused:
            .fail(
                LocalText("\(server): nothing listens there (UDP)", "\(server): tidak ada layanan di sana (UDP)"),
                .correctSTUN
            )
        case .unreachable:
            .fail(LocalText("\(server): there is no way to it", "\(server): tidak ada jalan ke sana"), .checkTheLine)
        case .error(let code):
            .fail(
                LocalText("\(server): it answers with error \(code)", "\(server): jawabannya kesalahan \(code)"),
                .correctSTUN
            )
        case .garbage:
            .fail(
                LocalText("\(server): what answers is no STUN server", "\(server): yang menjawab bukan server STUN"),
                .correctSTUN
            )
        }
    }

    private func finding(_ server: Configuration.Network.Address, _ sample: StunAnswer.Sample) -> CheckFinding {
        let (count, time, family) = (sample.times.count, sample.median.wholeMilliseconds, sample.family.name)
        let detail = LocalText(
            "\(server): \(count) of \(sample.sent) answers, \(time) ms, seen as an \(family) address",
            "\(server): \(count) dari \(sample.sent) jawaban, \(time) ms, terlihat sebagai alamat \(family)"
        )
        let loss = 1 - Double(count) / Double(max(1, sample.sent))
        if loss > Self.tolerableLoss { return .warn(detail, .lossyLine) }
        return sample.median > slow ? .warn(detail, .slowLine) : .pass(detail)
    }
}

extension LocalText {
    fileprivate static let openUDP = LocalText(
        "Tell the administrator: the firewall or router must let UDP out to this server.",
        "Beri tahu administrator: firewall atau router harus mengizinkan UDP keluar ke server ini."
    )

    fileprivate static let correctSTUN = LocalText(
        "The administrator corrects [network] stun in vcd.toml, or has that server started.",
        "Administrator memperbaiki [network] stun di vcd.toml, atau menjalankan server itu."
    )

    fileprivate static let lossyLine = LocalText(
        "Packets get lost: sound may break up. Check the cable and the Wi-Fi signal, then check again.",
        "Ada paket yang hilang: suara bisa putus-putus. Periksa kabel dan sinyal Wi-Fi, lalu periksa lagi."
    )
}
