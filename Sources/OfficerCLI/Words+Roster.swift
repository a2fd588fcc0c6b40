import StationAPI

/// The roster.
extension Words {
    func roster(_ entries: [API.Entry]) -> [String] {
        guard !entries.isEmpty else {
            return [
                pick(
                    "Nobody is registered. To register: vcctl roster add NUMBER --category C",
                    "Belum ada yang terdaftar. Untuk mendaftarkan: vcctl roster add NOMOR --category KELOMPOK"
                )
            ]
        }
        let head = [
            pick("ticket", "antrean"), pick("turn", "urutan"), pick("state", "keadaan"),
            pick("number", "nomor register"),
            pick("category", "kelompok"), pick("with", "dengan"), pick("note", "catatan"),
        ]
        return Table([head] + entries.map(row)).lines
    }

    private func row(_ entry: API.Entry) -> [String] {
        [
            entry.ticket, entry.position.map(String.init) ?? "-", entryState(entry.state), entry.number, entry.category,
            visitClass(entry.class), entry.note ?? "",
        ]
    }

    func entryState(_ state: API.EntryState) -> String {
        switch state {
        case .waiting: pick("waiting", "menunggu")
        case .called: pick("called", "dipanggil")
        case .visiting: pick("visiting", "kunjungan")
        case .served: pick("served", "selesai")
        case .absent: pick("absent", "tidak hadir")
        case .removed: pick("removed", "dihapus")
        }
    }

    func registered(_ entry: API.Entry) -> String {
        pick("Registered: ticket \(entry.ticket)", "Terdaftar: nomor antrean \(entry.ticket)") + turn(entry) + "."
    }

    func removed(_ entry: API.Entry) -> String {
        pick("Ticket \(entry.ticket) is off the roster.", "Nomor antrean \(entry.ticket) dihapus dari daftar.")
    }

    func moved(_ entry: API.Entry) -> String {
        pick("Moved: ticket \(entry.ticket)", "Dipindahkan: nomor antrean \(entry.ticket)") + turn(entry) + "."
    }

    func absent(_ entry: API.Entry) -> String {
        entry.state == .waiting
            ? pick("Not here: ticket \(entry.ticket)", "Belum hadir: nomor antrean \(entry.ticket)") + turn(entry)
                + pick(". To call the next: vcctl call", ". Untuk memanggil berikutnya: vcctl call")
            : pick(
                "Ticket \(entry.ticket) is absent. To call the next: vcctl call",
                "Nomor antrean \(entry.ticket) tidak hadir. Untuk memanggil berikutnya: vcctl call"
            )
    }

    private func turn(_ entry: API.Entry) -> String {
        entry.position.map { pick(", place \($0) of those who wait", ", urutan \($0) dari yang menunggu") } ?? ""
    }

    func imported(_ count: Int, isDryRun: Bool) -> String {
        isDryRun
            ? pick(
                "Nothing is wrong with it: \(count) would be registered. Now import it without --dry-run.",
                "Tidak ada yang salah: \(count) akan didaftarkan. Sekarang impor tanpa --dry-run."
            )
            : pick(
                "\(count) registered. To see them: vcctl roster list",
                "\(count) terdaftar. Lihat: vcctl roster list"
            )
    }

    func notImported(_ problems: [API.ImportProblem]) -> String {
        let end = pick(
            "Nothing was imported: \(problems.count) problems. Correct the file, then import it again.",
            "Tidak ada yang diimpor: \(problems.count) kesalahan. Perbaiki berkas, lalu impor lagi."
        )
        return (problems.map(importProblem) + [end]).joined(separator: "\n")
    }

    /// Numbers that a spreadsheet may have spoilt.
    func doubted(_ doubts: [API.ImportDoubt]) -> String {
        doubts.map { doubt in
            let place = pick(
                "Please look at line \(doubt.line), column \(doubt.column), '\(doubt.value)': ",
                "Mohon periksa baris \(doubt.line), kolom \(doubt.column), '\(doubt.value)': "
            )
            let reason =
                switch doubt.kind {
                case .rounded:
                    pick(
                        "a spreadsheet has shortened this number. Format the column as text, and type it again.",
                        "angka ini dipendekkan oleh lembar kerja. Jadikan kolomnya teks, lalu ketik ulang."
                    )
                case .date:
                    pick(
                        "a spreadsheet may have made a date of a register number. Format the column as text.",
                        "lembar kerja mungkin mengubah nomor register menjadi tanggal. Jadikan kolomnya teks."
                    )
                case .leadingZeros:
                    pick(
                        "another number differs from it in zeros alone. They count as two inmates.",
                        "nomor lain hanya berbeda pada angka nol di depan. Keduanya dihitung sebagai dua orang."
                    )
                }
            return place + reason
        }.joined(separator: "\n")
    }

    private func importProblem(_ problem: API.ImportProblem) -> String {
        var place = pick("Line \(problem.line)", "Baris \(problem.line)")
        if problem.column > 0 { place += pick(", column \(problem.column)", ", kolom \(problem.column)") }
        let subject = subject(problem.field, problem.value)
        return place + (subject.isEmpty ? "" : ", \(subject)") + ": "
            + (rosterReason(problem.reason, problem.values) ?? problem.message)
    }

    /// What is wrong: the field and the value, where they are known.
    func subject(_ name: String, _ value: String) -> String {
        [field(name), value.isEmpty ? "" : "'\(value)'"].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// A field of the roster, as the daemon names it.
    func field(_ name: String) -> String {
        switch name {
        case "number": pick("number", "nomor register")
        case "category": pick("category", "kelompok")
        case "class": pick("class", "jenis")
        case "note": pick("note", "catatan")
        case "ticket": pick("ticket", "nomor antrean")
        case "position": pick("place", "urutan")
        case "date", "from", "to": pick(name, "tanggal")
        case "reason", "override": pick("reason", "alasan")
        case "name", "names": pick("name", "nama")
        default: name
        }
    }
}
