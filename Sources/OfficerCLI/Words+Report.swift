import StationAPI

/// The report.
extension Words {
    func reportTitle(_ report: API.Report) -> String { pick("Report, ", "Laporan, ") + period(report) }

    func period(_ report: API.Report) -> String {
        report.from == report.to
            ? longDate(report.from)
            : longDate(report.from) + pick(" to ", " sampai ") + longDate(report.to)
    }

    var visitHead: [String] {
        [
            pick("visit", "kunj."), pick("ticket", "antrean"), pick("category", "kelompok"), pick("called", "panggil"),
            pick("started", "mulai"), pick("ended", "selesai"), pick("wiped", "bersih"), pick("time", "lama"),
            pick("longer", "tambah"), pick("ended by", "akhir"), pick("receipt", "bukti"),
        ]
    }

    var stepHead: [String] {
        [
            pick("step", "langkah"), pick("standard", "standar"), pick("count", "jumlah"), pick("average", "rata-rata"),
            pick("longest", "terlama"),
        ]
    }

    func stepRow(_ step: API.ReportStep) -> [String] {
        [
            stepName(step.name), Self.clock(step.standardSeconds), "\(step.count)",
            step.averageSeconds.map(Self.clock) ?? "-",
            (step.longestSeconds.map(Self.clock) ?? "-")
                + (step.isOver ? pick("  over the standard", "  melebihi standar") : ""),
        ]
    }

    func stepName(_ step: API.StepName) -> String {
        switch step {
        case .registration: pick("registration", "pendataan")
        case .preparation: pick("preparation", "persiapan")
        case .calling: pick("calling", "pemanggilan")
        case .visit: pick("visit", "kunjungan")
        case .wipe: pick("wipe", "pembersihan")
        case .closing: pick("closing", "penutupan")
        }
    }

    func cause(_ cause: API.EndCause) -> String {
        switch cause {
        case .officer: pick("officer", "petugas")
        case .time: pick("time", "waktu")
        case .client: pick("call program", "program")
        case .network: pick("network", "jaringan")
        case .power: pick("power", "listrik")
        case .fault: pick("fault", "gangguan")
        case .panic: pick("panic", "darurat")
        case .shutdown: pick("shutdown", "penutupan")
        case .notStarted: pick("not started", "tak dimulai")
        }
    }

    func totals(_ report: API.Report) -> [String] {
        let causes = report.causes.filter { $0.count > 0 }.map { "\(cause($0.cause)) \($0.count)" }
        return [
            pick(
                "Registered: \(report.registered), served: \(report.served), absent: \(report.absent).",
                "Terdaftar: \(report.registered), dilayani: \(report.served), tidak hadir: \(report.absent)."
            ), comparison(report),
        ]
            + (causes.isEmpty
                ? [] : [pick("Visits ended by: ", "Kunjungan berakhir oleh: ") + causes.joined(separator: ", ") + "."])
    }

    func comparison(_ report: API.Report) -> String {
        pick(
            "Served: \(report.served); by hand the standard's times leave room for \(report.servedByHand).",
            "Dilayani: \(report.served); dengan cara manual, menurut waktu standar: \(report.servedByHand)."
        )
    }

    /// What was special about a visit.
    func remarks(on visit: API.ReportVisit) -> [String] {
        var remarks: [String] = []
        if visit.class == .lawyer { remarks.append(pick("with a lawyer", "dengan penasihat hukum")) }
        if let reason = visit.override { remarks.append(pick("override: ", "izin penyelia: ") + reason) }
        if visit.extendedSeconds > 0, !visit.extensionReasons.isEmpty {
            remarks.append(pick("longer: ", "diperpanjang: ") + visit.extensionReasons.joined(separator: "; "))
        }
        if visit.heldSeconds > 0 {
            remarks.append(pick("clock stopped for ", "waktu dihentikan ") + Self.clock(visit.heldSeconds))
        }
        if visit.hasUnknownLength {
            remarks.append(
                pick(
                    "its length is not known: the PC went off before its end, or an older vcd kept it",
                    "lamanya tidak diketahui: komputer mati sebelum selesai, atau dicatat vcd yang lebih lama"
                )
            )
        }
        if visit.sawClockSet {
            remarks.append(pick("the PC's clock was set during the visit", "jam komputer diubah selama kunjungan"))
        }
        if let shown = visit.clockShowed {
            let date = longDate(String(shown.prefix(10)))
            remarks.append(
                pick(
                    "the PC's clock was not right: it showed \(date), \(Self.timeWithSeconds(shown))",
                    "jam komputer salah: menunjukkan \(date), \(Self.timeWithSeconds(shown))"
                )
            )
        } else if visit.clockUnsure == true {
            remarks.append(
                pick("the PC's clock was not confirmed to be right", "jam komputer belum dipastikan benar")
            )
        }
        if visit.cause == .client {
            remarks.append(pick("the call program ended by itself", "program panggilan berakhir sendiri"))
        }
        if visit.clean == false { remarks.append(pick("TRACES WERE FOUND", "DITEMUKAN JEJAK")) }
        return remarks
    }

    var overStandard: String { pick("over the standard", "melebihi standar") }
    var withinStandard: String { pick("within the standard", "sesuai standar") }
    var noSession: String { pick("outside the schedule", "di luar jadwal") }

    func timelineLabel(_ date: String) -> String {
        pick("Timeline of \(longDate(date))", "Garis waktu \(longDate(date))")
    }

    /// One row of the timeline, in words.
    func timelineTitle(_ visit: API.ReportVisit) -> String {
        let times = [
            (pick("called", "dipanggil"), visit.calledAt), (pick("started", "mulai"), visit.startedAt),
            (pick("ended", "selesai"), visit.endedAt), (pick("wiped", "dibersihkan"), visit.wipedAt),
        ]
        let said = times.compactMap { name, time in time.map { "\(name) \(Self.timeWithSeconds($0))" } }
        return pick("Visit \(visit.visit): ", "Kunjungan \(visit.visit): ") + said.joined(separator: ", ")
    }

    var noVisits: String { pick("No visit was made.", "Tidak ada kunjungan.") }

    /// A category by its name in the schedule of those days, or as the configuration calls it.
    func category(_ id: String?, in report: API.Report) -> String {
        guard let id else { return pick("none", "tanpa kelompok") }
        return report.days.lazy.flatMap(\.windows).first { $0.category == id }.map { name($0.name) } ?? id
    }
}

extension API.ReportStep {
    /// Whether it took longer than the standard's time, on average.
    var isOver: Bool { averageSeconds.map { $0 > standardSeconds } ?? false }
}
