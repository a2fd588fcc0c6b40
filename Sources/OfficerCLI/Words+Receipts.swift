import StationAPI

/// What vcctl says of receipts and of their chain.
extension Words {
    var noReceipts: String { pick("There are no receipts.", "Tidak ada bukti.") }

    func receipt(_ receipt: API.Receipt) -> String {
        let visit = receipt.visit.map { pick("visit \($0)", "kunjungan \($0)") } ?? "-"
        return Self.column("\(receipt.id)", 6) + Self.column(Self.dateAndTime(receipt.finishedAt), 21)
            + Self.column(visit, 16)
            + Self.column("\(receipt.milliseconds) ms", 10) + Self.column(cleanness(receipt), 13)
            + String(receipt.digest.prefix(12))
            + receipt.findings.map { "\n" + Self.column("", 6) + finding($0) }.joined()
    }

    func cleanness(_ receipt: API.Receipt) -> String {
        receipt.clean ? pick("clean", "bersih") : pick("NOT CLEAN", "TIDAK BERSIH")
    }

    func finding(_ finding: API.Finding) -> String {
        pick("found in ", "ditemukan di ") + "\(place(finding.place)): \(finding.detail)"
    }

    func unreadable(_ receipt: Int) -> String {
        Self.column("\(receipt)", 6)
            + pick(
                "CANNOT BE READ: say 'vcctl receipts --verify'.",
                "TIDAK TERBACA: jalankan 'vcctl receipts --verify'."
            )
    }

    /// What no wipe reaches, for all receipts together; nil where they name nothing.
    /// A wipe's result, and one line on what it doesn't reach.
    func told(of receipt: API.Receipt?) -> [String] {
        guard let receipt else { return [] }
        return [wiped(receipt)] + (receipt.remoteConfirmed ? [] : [remoteTraces(of: [receipt])].compactMap { $0 })
    }

    func remoteTraces(of receipts: [API.Receipt]) -> String? {
        var unique: [String] = []
        for trace in receipts.flatMap(\.remoteTraces) where !unique.contains(trace) { unique.append(trace) }
        guard !unique.isEmpty else { return nil }
        return pick("No wipe on this PC reaches: ", "Tidak terjangkau pembersihan di komputer ini: ")
            + unique.joined(separator: "; ") + "."
    }

    func problem(_ problem: API.ChainProblem) -> String {
        guard language == .indonesian else { return problem.message }
        let id = problem.receipt.map(String.init) ?? "?"
        switch problem.code {
        case .edited: return "Bukti \(id) diubah setelah ditulis: isinya tidak lagi cocok dengan sidiknya."
        case .unreadable: return "Bukti \(id) tidak terbaca: isinya rusak atau diganti."
        case .misfiled:
            return "Bukti \(id) salah tempat: nomor, kunjungan atau waktunya di catatan berbeda dari isi bukti."
        case .unchained where problem.receipt == 1:
            return "Bukti 1 menyatakan ada bukti sebelumnya: awal catatan diganti."
        case .unchained:
            let before = problem.receipt.map { String($0 - 1) } ?? "?"
            return "Bukti \(id) tidak menyambung bukti \(before): salah satunya diganti."
        case .missing:
            guard let through = problem.through else { return "Bukti \(id) tidak ada: telah dihilangkan." }
            return "Bukti \(id) sampai \(through) tidak ada: telah dihilangkan."
        case .unknownHead:
            return "Tidak ada bukti dengan sidik yang diberikan: sejak sidik itu dicatat, bukti-bukti terbaru dipotong "
                + "atau seluruh catatan diganti."
        case .lost:
            return "Bukti \(id) hilang atau diganti: vcd menulisnya sejak dimulai, dan catatan tidak lagi memuatnya."
        }
    }

    func remedy(_ verdict: API.ChainVerdict) -> String {
        guard language == .indonesian else { return verdict.remedy ?? "" }
        let entry =
            verdict.problems.lazy.compactMap(\.receipt).first.map { "RECEIPT=\($0)" } ?? "RECEIPT_DIGEST=…"
        return "Jangan memperbaiki atau menghapus apa pun. Hubungi administrator: jurnal ('journalctl -u vcd "
            + "-o verbose \(entry)', RECEIPT_DIGEST) dan halaman cetak masih memuat yang asli. Kunjungan boleh "
            + "diteruskan, karena setiap pembersihan dibuktikan sendiri."
    }

    /// Everything about the chain: whether it holds, what is wrong and what to do, and the newest receipt's digest.
    func verdict(_ verdict: API.ChainVerdict) -> String {
        var lines = [chain(verdict)] + verdict.problems.map { "- \(problem($0))" }
        if verdict.unlisted > 0 { lines.append("- \(more(verdict.unlisted))") }
        if !verdict.holds { lines.append(remedy(verdict)) }
        if let last = verdict.last, let head = verdict.head { lines.append("\(headLabel(last)): \(head)") }
        if verdict.holds, verdict.count > 0 { lines.append(cutOff(verdict)) }
        return lines.joined(separator: "\n")
    }

    /// Whether the chain holds, in one line.
    func chain(_ verdict: API.ChainVerdict) -> String {
        switch (verdict.holds, verdict.count) {
        case (true, 0): noReceipts
        case (true, 1): pick("The one receipt there is holds.", "Satu-satunya bukti utuh.")
        case (true, let count):
            pick(
                "All \(count) receipts hold: none was changed, none is missing between the first and the last.",
                "Semua \(count) bukti utuh: tidak ada yang diubah, tidak ada yang hilang dari yang pertama sampai terakhir."
            )
        case (false, let count):
            pick(
                "THE RECORD DOES NOT HOLD: of \(count) receipts, these were changed or are missing:",
                "CATATAN TIDAK UTUH: dari \(count) bukti, berikut ini diubah atau hilang:"
            )
        }
    }

    /// What the chain alone can't show, or that the digest that was given shows it.
    func cutOff(_ verdict: API.ChainVerdict) -> String {
        guard let witnessed = verdict.witnessed, let last = verdict.last else {
            return pick(
                "Whether newer receipts were cut off or all were replaced, a digest from the journal or from a printed "
                    + "page shows: vcctl receipts --verify --head DIGEST",
                "Apakah bukti terbaru dipotong atau semuanya diganti, ditunjukkan oleh sidik dari jurnal atau halaman "
                    + "cetak: vcctl receipts --verify --head SIDIK"
            )
        }
        guard last > witnessed else {
            return pick(
                "The digest given is that of receipt \(last), the newest: none was cut off, none was replaced.",
                "Sidik yang diberikan adalah sidik bukti \(last), yang terbaru: tidak ada yang dipotong atau diganti."
            )
        }
        return pick(
            "The digest given is that of receipt \(witnessed): up to there nothing was cut off or replaced. "
                + "Newer ones follow, up to \(last).",
            "Sidik yang diberikan adalah sidik bukti \(witnessed): sampai di situ tidak ada yang dipotong atau diganti. "
                + "Menyusul yang lebih baru, sampai \(last)."
        )
    }

    func more(_ count: Int) -> String { pick("… and \(count) more.", "… dan \(count) lagi.") }

    func headLabel(_ last: Int) -> String {
        pick("Digest of the newest receipt, \(last)", "Sidik bukti terbaru, nomor \(last)")
    }
}
