import StationAPI

/// What happened, in a line.
extension Words {
    func event(_ event: API.Event) -> String { "\(Self.timeWithSeconds(event.at))  \(happened(event))" }

    /// In Indonesian; what only a newer vcd knows is said by it.
    private func drilled(_ event: API.Event) -> String {
        switch event.code {
        case "clean": "Uji pembersihan selesai: tidak ditemukan jejak."
        case "traces": "Uji pembersihan gagal. Lihat: vcctl status"
        default: "Uji pembersihan selesai. \(event.message)"
        }
    }

    /// In Indonesian.
    private func blocked(_ event: API.Event) -> String {
        event.code.flatMap(blockedReason).map { "Terblokir: \($0) Lihat: vcctl status" }
            ?? "Terblokir. \(event.message)"
    }

    /// An event without its time.
    func happened(_ event: API.Event) -> String {
        let visit = event.visit.map(String.init) ?? "?"
        let ticket = event.ticket ?? "?"
        let seconds = event.remainingSeconds ?? 0
        switch (language, event.kind) {
        case (.english, _): return event.message
        case (.indonesian, .stateChanged): return state(event.state)
        case (.indonesian, .visitStarted): return "Kunjungan \(visit) dimulai."
        case (.indonesian, .visitAdopted): return "Kunjungan \(visit) berlanjut, sisa \(Self.clock(seconds))."
        case (.indonesian, .visitWarning): return "Kunjungan \(visit) berakhir dalam \(seconds) detik."
        case (.indonesian, .visitExtended): return "Kunjungan \(visit) diperpanjang, sisa \(Self.clock(seconds))."
        case (.indonesian, .visitEnded): return "Kunjungan \(visit) selesai."
        case (.indonesian, .visitConnected):
            return "Panggilan kunjungan \(visit) tersambung: waktu berjalan, sisa \(Self.clock(seconds))."
        case (.indonesian, .visitHeld):
            return "Waktu kunjungan \(visit) dihentikan sementara. Jika jaringan kembali: vcctl resume"
        case (.indonesian, .visitResumed): return "Waktu kunjungan \(visit) berjalan lagi, sisa \(Self.clock(seconds))."
        case (.indonesian, .callRestarted):
            return "Program panggilan kunjungan \(visit) dimulai ulang; waktu tetap berjalan."
        case (.indonesian, .callChanged): return callChanged(visit, event.page)
        case (.indonesian, .wiped): return "Dibersihkan, bukti \(event.receipt.map(String.init) ?? "?")."
        case (.indonesian, .drilled): return drilled(event)
        case (.indonesian, .blocked): return blocked(event)
        case (.indonesian, .shutdownAnnounced): return "Komputer dimatikan dalam \(seconds) detik."
        case (.indonesian, .shutdownPrepared):
            return "Komputer akan mati: kunjungan yang berjalan ditutup dan dibersihkan dahulu."
        case (.indonesian, .shutdownCancelled): return shutdownCancelled
        case (.indonesian, .configurationReloaded): return "Konfigurasi dimuat ulang."
        case (.indonesian, .configurationRefused):
            return "Konfigurasi ditolak, yang lama tetap berlaku: \(event.message)"
        case (.indonesian, .called): return "Nomor antrean \(ticket) dipanggil."
        case (.indonesian, .callUnanswered):
            return "Nomor antrean \(ticket) belum datang. Jika tidak hadir: vcctl roster absent \(ticket)"
        case (.indonesian, .rosterChanged): return "Daftar kunjungan berubah."
        case (.indonesian, .sessionOpened): return "Jadwal kunjungan dibuka."
        case (.indonesian, .sessionEnded): return "Jadwal kunjungan berakhir: kunjungan baru tidak dimulai lagi."
        case (.indonesian, .slotProposed):
            return "Waktu tidak cukup untuk semua yang menunggu. Lihat pembagian waktu: vcctl slot"
        case (.indonesian, .slotAccepted): return "Pembagian waktu diubah; lihat: vcctl slot"
        case (.indonesian, .clockJumped): return "Jam komputer berubah mendadak; periksa apakah sudah benar."
        case (.indonesian, .locked): return "Terkunci. Penyelia membukanya: vcctl unlock --reason ALASAN"
        case (.indonesian, .unlocked): return "Kunci dibuka."
        case (.indonesian, .checked): return "Pemeriksaan selesai. Hasilnya: vcctl status"
        case (.indonesian, .checkChanged): return checkChanged(event.check ?? "?", event.verdict)
        case (.indonesian, .checkAccepted): return checkAccepted(event.check ?? "?")
        case (.indonesian, .redated):
            return "Jam komputer sebelumnya salah: kunjungan dan daftar dipindahkan ke hari yang benar. "
                + "Periksa nomor antrean: vcctl roster list"
        case (.indonesian, .dayClosed): return "Hari kunjungan ditutup. Laporan: vcctl report"
        }
    }
}
