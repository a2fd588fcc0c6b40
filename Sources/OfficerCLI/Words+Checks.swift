import StationAPI

/// What was found of the parts of the station.
extension Words {
    func mark(_ verdict: API.Verdict) -> String {
        switch verdict {
        case .pass: pick("ok", "baik")
        case .warn: pick("warning", "awas")
        case .fail: pick("FAILED", "GAGAL")
        case .skipped: pick("skipped", "dilewati")
        }
    }

    /// Of a part that is still looked at.
    var notYet: String { "…" }

    func stillLooking(_ count: Int) -> String {
        pick("Looking at \(count) more …", "Memeriksa \(count) bagian lagi …")
    }

    /// What was measured, without a stop at its end: it stands in tables and in sentences.
    func detail(of result: API.CheckResult) -> String { detail(result.detail, result.detailIndonesian) }

    func detail(_ english: String, _ indonesian: String) -> String {
        let text = pick(english, indonesian)
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    func remedy(of result: API.CheckResult) -> String? {
        result.remedy.map { pick($0, result.remedyIndonesian ?? $0) }
    }

    /// What a failure means; nil for what is none.
    func checkTag(_ result: API.CheckResult, isShort: Bool = false) -> String? {
        guard result.verdict == .fail else { return nil }
        return switch result.severity {
        case .advisory where isShort: pick("(advisory)", "(anjuran)")
        case .off where isShort: pick("(off)", "(nonaktif)")
        case .required where result.accepted: pick("(accepted for today)", "(diterima hari ini)")
        case .required: pick("(required)", "(wajib)")
        case .advisory: pick("(advisory: visits go on)", "(anjuran, tidak menghalangi)")
        case .off: pick("(switched off: visits go on)", "(nonaktif, tidak menghalangi)")
        }
    }

    /// How long something took: `12 ms`, `2.9 s`.
    ///
    /// - Parameter limit: from how many milliseconds on it is said in seconds.
    func took(_ milliseconds: Int, secondsFrom limit: Int = 1_000) -> String {
        let tenths = (milliseconds + 50) / 100
        return milliseconds < limit ? "\(milliseconds) ms" : "\(tenths / 10)\(pick(".", ","))\(tenths % 10) s"
    }

    /// What it all comes to.
    func checkSummary(_ sheet: CheckSheet) -> String {
        let (holding, concerns) = (sheet.holding, sheet.concerns)
        if holding > 0 {
            return pick(
                "\(holding) required \(holding == 1 ? "check fails" : "checks fail"): no visit can start.",
                "\(holding) pemeriksaan wajib gagal: kunjungan tidak dapat dimulai."
            )
        }
        if concerns > 0 {
            return
                (sheet.isPartial
                ? pick("This keeps no visit from starting; ", "Ini tidak menghalangi kunjungan; ")
                : pick("Visits can start; ", "Kunjungan dapat dimulai; "))
                + pick(
                    "\(concerns) \(concerns == 1 ? "thing needs" : "things need") attention.",
                    "\(concerns) hal perlu diperhatikan."
                )
        }
        if sheet.names.isEmpty {
            return pick("Nothing was looked at: every check is switched off.", "Semua pemeriksaan dinonaktifkan.")
        }
        return sheet.isPartial
            ? pick("What was looked at is well.", "Yang diperiksa dalam keadaan baik.")
            : pick("The station is ready for calls.", "Stasiun siap untuk panggilan.")
    }

    func checkAccepted(_ name: String) -> String {
        pick(
            "Accepted for today: \(partAndName(name)) may fail.",
            "Diterima untuk hari ini: \(partAndName(name)) boleh gagal."
        )
    }

    /// A part is another than it was.
    ///
    /// - Parameter verdict: nil where the daemon doesn't tell.
    func checkChanged(_ name: String, _ verdict: API.Verdict?) -> String {
        let part = partAndName(name)
        return switch verdict {
        case .fail: pick("\(part) fails; see: vcctl status", "\(part) gagal; lihat: vcctl status")
        case .warn: pick("\(part) needs attention; see: vcctl status", "\(part) perlu perhatian; lihat: vcctl status")
        case .pass: pick("\(part) is well again.", "\(part) sudah beres.")
        case .skipped:
            pick(
                "\(part) is not looked at any more; see: vcctl check",
                "\(part) tidak diperiksa lagi; lihat: vcctl check"
            )
        case nil: pick("\(part) has another result; see: vcctl status", "\(part) berubah; lihat: vcctl status")
        }
    }

    func nothingToAccept(_ allowed: String) -> String {
        pick(
            "This check does not keep the station from being ready. ",
            "Pemeriksaan ini tidak menghalangi kunjungan. "
        )
            + (allowed.isEmpty
                ? pick("No check does.", "Tidak ada yang menghalangi; lihat 'vcctl status'.")
                : pick("These do: \(allowed).", "Yang menghalangi: \(allowed)."))
    }
}
