import StationAPI

/// How the checks and the preparation stand in the station's status.
extension Words {
    /// The checks in brief with what to do about those that keep visits from starting, and the preparation.
    func checkLines(_ status: API.Status) -> [String] {
        // A blocked station has said it in its first line.
        let isSaid = heldByChecks(status) != nil
        return (status.checks.map { [checks($0)] + (isSaid ? [] : $0.holding.map(todo)) } ?? [])
            + [preparation(status)].compactMap { $0 }
    }

    /// Why a station takes no visit that only checks keep from it, and what to do; nil for any other station.
    func heldByChecks(_ status: API.Status) -> String? {
        guard status.blockedCode == "checksFailed", let held = status.checks?.holding, !held.isEmpty else { return nil }
        let head = pick(
            held.count == 1 ? "Blocked: a required check fails." : "Blocked: \(held.count) required checks fail.",
            "Terblokir: \(held.count) pemeriksaan wajib gagal."
        )
        return ([head] + held.map(todo) + [waysOut(of: held)]).joined(separator: "\n")
    }

    func waysOut(of held: [API.CheckResult]) -> String {
        let name = held.count == 1 ? held[0].name : pick("NAME", "NAMA")
        return pick(
            "The station becomes ready by itself once that is mended. A supervisor may accept it for today: "
                + "vcctl check \(name) --accept REASON",
            "Stasiun siap dengan sendirinya setelah itu beres. Penyelia dapat menerimanya untuk hari ini: "
                + "vcctl check \(name) --accept ALASAN"
        )
    }

    private func todo(_ result: API.CheckResult) -> String {
        "- \(partAndName(result.name)): \(detail(of: result))." + (remedy(of: result).map { " \($0)" } ?? "")
    }

    private func checks(_ summary: API.CheckSummary) -> String {
        let failed = summary.concerns.filter { $0.verdict == .fail }
        let warned = summary.concerns.filter { $0.verdict == .warn }
        var counts = [pick("\(summary.passed) pass", "\(summary.passed) baik")]
        if !failed.isEmpty {
            counts.append(
                pick("\(failed.count) \(failed.count == 1 ? "fails" : "fail")", "\(failed.count) gagal") + names(failed)
            )
        }
        if !warned.isEmpty {
            counts.append(
                pick("\(warned.count) \(warned.count == 1 ? "warns" : "warn")", "\(warned.count) awas") + names(warned)
            )
        }
        return pick("Checks: ", "Pemeriksaan: ") + counts.joined(separator: ", ") + "."
    }

    private func names(_ results: [API.CheckResult]) -> String {
        " (\(results.map { part($0.name) }.joined(separator: ", ")))"
    }

    /// The stages with what each took; nil once visits have been made.
    private func preparation(_ status: API.Status) -> String? {
        let stages = status.preparation.stages
        guard !stages.isEmpty, status.visit == nil, status.today.served == 0 else { return nil }
        let times = stages.map { "\(stageName($0.name)) \(took($0.milliseconds, secondsFrom: 100))" }
        let isReady = status.preparation.readyAfter != nil
        return (isReady ? pick("Preparation: ", "Persiapan: ") : pick("Preparation so far: ", "Persiapan sejauh ini: "))
            + times.joined(separator: ", ") + readyAfter(status.preparation) + "."
    }

    private func readyAfter(_ preparation: API.Preparation) -> String {
        let hour = 3_600
        // Of a vcd that was started anew hours after the PC it tells nothing.
        guard let seconds = preparation.readyAfter.map({ ($0 + 500) / 1_000 }), seconds < hour else { return "" }
        return seconds < 120
            ? pick("; ready \(seconds) s after switching on", "; siap \(seconds) detik setelah dihidupkan")
            : pick(
                "; ready \(seconds / 60) minutes after switching on",
                "; siap \(seconds / 60) menit setelah dihidupkan"
            )
    }

    private func stageName(_ stage: API.StageName) -> String {
        switch stage {
        case .wipe: pick("wipe", "pembersihan")
        case .drill: pick("drill", "uji pembersihan")
        case .start: pick("call program", "uji program")
        case .home: pick("home", "ruang baru")
        case .checks: pick("checks", "pemeriksaan")
        }
    }
}

extension API.CheckSummary {
    /// What keeps visits from starting.
    var holding: [API.CheckResult] { concerns.filter(\.holds) }
}
