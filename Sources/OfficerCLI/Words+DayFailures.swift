import StationAPI

/// What vcctl says when the visiting day's rules are against it.
extension Words {
    func locked(_ error: API.Locked) -> String {
        pick(
            "The station is locked since \(moment(error.since)), after a panic. \(error.remedy)",
            "Stasiun terkunci sejak \(moment(error.since)). Penyelia membukanya: vcctl unlock --reason ALASAN"
        )
    }

    func outsideSchedule(_ error: API.OutsideSchedule) -> String {
        pick(
            "There are no visits now: "
                + (error.opens.map { "the next session opens on \(moment($0)). " } ?? "the schedule has no session. ")
                + error.remedy,
            "Di luar jadwal kunjungan. "
                + (error.opens.map { "Jadwal berikutnya: \(moment($0)). " } ?? "Belum ada jadwal berikutnya. ")
                + "Penyelia dapat mengizinkan: vcctl next --override ALASAN"
        )
    }

    func nobodyWaiting(_ error: API.NobodyWaiting) -> String {
        pick(
            "\(error.message) \(error.remedy)",
            "Tidak ada yang menunggu. Daftarkan: vcctl roster add NOMOR --category KELOMPOK. "
                + "Jika hari selesai: vcctl shutdown"
        )
    }

    func noSuchTicket(_ error: API.NoSuchTicket) -> String {
        pick(
            "\(error.message) \(error.remedy)",
            "Nomor antrean \(error.ticket) tidak ada hari ini atau sudah selesai. Lihat: vcctl roster list"
        )
    }

    func clockUnsure(_ error: API.ClockUnsure) -> String {
        pick(
            "The PC's clock is not synchronised; it shows \(moment(error.now)). \(error.remedy)",
            "Jam komputer belum disetel otomatis dan menunjukkan \(moment(error.now)). "
                + "Jika benar: vcctl next --clock-is-right. Jika salah, administrator membetulkannya dahulu."
        )
    }

    func wrongClock(_ error: API.WrongClock) -> String {
        let indonesian =
            switch error.clock {
            case .waiting: "Waktu kunjungan belum berjalan. Jika panggilan sudah tersambung: vcctl connected"
            case .running: "Waktu kunjungan sudah berjalan. Lihat: vcctl status"
            case .held: "Waktu kunjungan sedang dihentikan sementara. Untuk melanjutkan: vcctl resume"
            }
        return pick("\(error.message) \(error.remedy)", indonesian)
    }

    func noSlot(_ error: API.NoSlot) -> String {
        pick(
            "\(error.message) \(error.remedy)",
            "Tidak ada pembagian waktu yang dapat diterima. Lihat: vcctl slot"
        )
    }

    func rosterRefused(_ error: API.RosterRefused) -> String {
        let subject = subject(error.field, error.value)
        let start = pick("Refused", "Ditolak") + (subject.isEmpty ? "" : ": \(subject)")
        // A reason of a newer vcd is said by that vcd.
        let reason = rosterReason(error.reason, error.values) ?? "\(error.message) \(error.remedy)"
        return language == .english && subject.isEmpty ? reason : "\(start): \(reason)"
    }
}
