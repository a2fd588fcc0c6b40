import StationAPI
import Varlink

/// What vcctl says when something can't be done: what happened, and what to do.
extension Words {
    func busy(_ error: API.Busy) -> String {
        pick(
            "\(error.message) \(error.remedy)",
            "Stasiun sedang sibuk: \(state(error.state)) Tunggu sampai selesai; lihat 'vcctl status --watch'."
        )
    }

    func blocked(_ message: String, remedy: String, code: String, rung: API.Rung) -> String {
        guard language == .indonesian else { return "Blocked: \(message) \(remedy)" }
        let reason = blockedReason(code) ?? "sebab tidak dikenal."
        let next =
            switch rung {
            case _ where code == "checksFailed": "Lihat: vcctl check. \(waysOut(of: []))"
            case _ where code == "templateChanged":
                "Penyelia melihatnya dengan 'vcctl template', lalu menyetujuinya dengan 'vcctl template set', atau "
                    + "administrator memulihkannya dan penyelia menjalankan 'vcctl wipe'. "
                    + "Sampai saat itu pakai prosedur kertas."
            case .wipe: "Jalankan 'vcctl wipe'. Jika masih terblokir, hidupkan ulang komputer."
            case .reboot:
                "Hidupkan ulang komputer. Jika masih terblokir, pakai prosedur kertas dan hubungi administrator."
            }
        return "Terblokir: \(reason) \(next)\n(\(message))"
    }

    /// Why the station is blocked, in Indonesian; nil for a reason that only a newer vcd knows.
    func blockedReason(_ code: String) -> String? {
        switch code {
        case "findings": "pemeriksaan setelah pembersihan menemukan jejak kunjungan."
        case "closeFailed": "panggilan tidak dapat diakhiri dan mungkin masih berlangsung; lihat layarnya."
        case "wipeFailed": "pembersihan gagal."
        case "homeFailed": "ruang baru tidak dapat dibuat."
        case "templateChanged": "isi templat tidak sama dengan yang disetujui."
        case "checksFailed": "pemeriksaan peralatan gagal."
        case "ledgerFailed": "catatan stasiun tidak dapat dibaca atau ditulis."
        case "ledgerSetAside": "catatan stasiun rusak dan disisihkan."
        case "powerOffFailed": "komputer tidak dapat dimatikan."
        case "drillFailed": "uji pembersihan menemukan jejak."
        default: nil
        }
    }

    func stale(_ error: API.Stale) -> String {
        pick(
            "\(error.message) \(error.remedy)",
            "Kunjungan \(error.visit) sudah selesai"
                + (error.running.map { ", sekarang kunjungan \($0) yang berlangsung." } ?? ".")
                + " Lihat 'vcctl status', lalu ulangi jika memang itu yang dimaksud."
        )
    }

    func noVisit(_ error: API.NoVisit) -> String {
        pick(
            "\(error.message) \(error.remedy)",
            "Tidak ada kunjungan: \(state(error.state)) Mulai dengan 'vcctl next'."
        )
    }

    func clientFailed(_ error: API.ClientFailed) -> String {
        pick(
            "\(error.message) \(error.remedy)",
            "Program panggilan tidak dapat dijalankan. Coba sekali lagi; jika tetap gagal, hubungi administrator.\n"
                + "(\(error.message))"
        )
    }

    func extensionTooLong(_ error: API.ExtensionTooLong) -> String {
        pick(
            "\(error.message) \(error.remedy)",
            error.allowedSeconds > 0
                ? "Kunjungan hanya boleh diperpanjang \(error.allowedSeconds) detik lagi."
                : "Kunjungan tidak boleh diperpanjang lagi."
        )
    }

    func remoteTraces(_ error: API.RemoteTraces) -> String {
        pick(
            "\(error.message) \(error.remedy)",
            "Yang ditinggalkan panggilan terakhir di tempat lain belum dipastikan hilang: "
                + "\(error.traces.joined(separator: "; ")). Hapus di sana, lalu: vcctl wipe --confirm-remote"
        )
    }

    func deviceNotConfigured(_ error: API.DeviceNotConfigured) -> String {
        pick(
            "\(error.message) \(error.remedy)",
            "Perangkat \(error.device) tidak boleh diperiksa. Yang boleh: "
                + (error.allowed.isEmpty ? "tidak ada" : error.allowed.joined(separator: ", "))
                + ". Administrator mengaturnya di [drill] raw dalam vcd.toml."
        )
    }

    func notShuttingDown(_ error: API.NotShuttingDown) -> String {
        pick("\(error.message) \(error.remedy)", "Komputer tidak sedang dimatikan. \(state(error.state))")
    }

    var shuttingDown: String {
        pick(
            "The station is closing down and takes no new work. To keep it on: vcctl shutdown --cancel",
            "Stasiun sedang ditutup. Agar tetap hidup: vcctl shutdown --cancel"
        )
    }

    func notAllowed(_ error: API.NotAllowed) -> String {
        let groups = error.groups.joined(separator: ", ")
        return pick(
            "\(error.message) \(error.remedy)",
            groups.isEmpty
                ? "Hanya root yang boleh melakukan ini."
                : "Akun Anda tidak boleh melakukan ini; perlu salah satu grup: \(groups). "
                    + "Administrator menambahkan Anda ke grup yang sesuai tugas: 'adduser NAMA GRUP', lalu masuk lagi."
        )
    }

    func ledgerUnavailable(_ error: API.LedgerUnavailable) -> String {
        pick(
            "\(error.message) \(error.remedy)",
            "Catatan stasiun tidak dapat dibaca atau ditulis. Pakai prosedur kertas dan hubungi administrator."
        )
    }

    var permissionDenied: String {
        pick("Your account may not do this. Ask the administrator.", "Akun Anda tidak boleh melakukan ini.")
    }

    func invalidParameter(_ field: String) -> String {
        pick("The daemon does not take this value: \(field).", "Nilai tidak diterima: \(field).")
    }

    func invalidValue(_ error: API.InvalidValue) -> String {
        guard language == .indonesian else { return "\(error.message) \(error.remedy)" }
        if error.field == "name", error.value.isEmpty { return nothingToAccept(error.allowed) }
        if error.field == "join" { return addressNotTaken(error) }
        let allowed =
            switch error.field {
            case "date", "from": "tanggal yang ada di kalender, sebagai TTTT-BB-HH, atau today"
            case "to": "tanggal mulai dari tanggal awal, paling lama setahun sesudahnya, sebagai TTTT-BB-HH, atau today"
            case "ticket": "nomor seperti dalam 'vcctl roster list'"
            case "reason", "override", "note": "teks satu baris yang tidak terlalu panjang"
            case "head": "sidik bukti selengkapnya, 64 angka heksadesimal"
            default: error.allowed
            }
        return "'\(error.value)' tidak boleh untuk \(field(error.field)). Yang boleh: \(allowed)."
    }

    /// In Indonesian.
    private func addressNotTaken(_ error: API.InvalidValue) -> String {
        let allowed = error.allowed.isEmpty ? "" : " Yang boleh: \(error.allowed)."
        guard error.value.isEmpty else { return "Panggilan tidak boleh menuju \(error.value).\(allowed)" }
        return "Alamat panggilan tidak sesuai, tidak diminta, atau belum diisi: 'vcctl next --join -'.\(allowed)"
    }

    func pageNotWritten(_ error: PageFileError) -> String {
        pick(
            "The page could not be written to \(error.path): \(error.reason). Choose another place, or '-' to print it here.",
            "Halaman tidak dapat ditulis ke \(error.path): \(error.reason). Pilih tempat lain, atau '-' untuk ditampilkan."
        )
    }

    func noDaemon(_ error: ConnectError) -> String {
        pick(
            "The station does not answer (\(error.address)). Is vcd running? Restart the PC, or call the administrator.",
            "Stasiun tidak menjawab (\(error.address)). Hidupkan ulang komputer, atau hubungi administrator."
        )
    }

    var daemonSilent: String {
        pick(
            "The station does not answer. Try again in a minute; if it stays so, restart the PC or call the administrator.",
            "Stasiun tidak menjawab. Coba lagi sebentar lagi; jika tetap begitu, hidupkan ulang komputer atau hubungi "
                + "administrator."
        )
    }

    /// Why vcd is not running, as systemd knows it, and what to do.
    func daemonDown(_ unit: UnitReport) -> String {
        let said = unit.said.isEmpty ? "" : pick(" It said: \(unit.said)", " Pesannya: \(unit.said)")
        switch unit.state {
        case .missing:
            return pick(
                "vcd is not installed on this PC. The administrator installs it.",
                "vcd tidak terpasang di komputer ini. Administrator memasangnya."
            )
        case .hanging:
            return pick(
                "vcd is running but does not answer; systemd restarts it by itself. Try again in a minute.",
                "vcd berjalan tetapi tidak menjawab; systemd memulainya lagi. Coba lagi sebentar lagi."
            ) + said
        case .starting:
            return pick(
                "vcd is not running: it starts, or cannot start.\(said) Try again in a minute; if it stays so, the "
                    + "administrator looks at: systemctl status vcd",
                "vcd tidak berjalan: sedang dimulai, atau gagal dimulai.\(said) Coba lagi sebentar lagi; jika tetap begitu, "
                    + "administrator melihat: systemctl status vcd"
            )
        case .failed:
            return pick(
                "vcd is not running: it failed.\(said) Restart the PC; if it stays so, the administrator looks at: "
                    + "systemctl status vcd",
                "vcd tidak berjalan: gagal.\(said) Hidupkan ulang komputer; jika tetap begitu, administrator melihat: "
                    + "systemctl status vcd"
            )
        case .off:
            return pick(
                "vcd is not running: it was switched off. The administrator starts it: systemctl start vcd",
                "vcd tidak berjalan: dimatikan. Administrator menjalankannya: systemctl start vcd"
            )
        }
    }

    var connectionLost: String {
        pick(
            "The station stopped answering. Look at 'vcctl status' in a moment.",
            "Stasiun berhenti menjawab. Lihat 'vcctl status' sebentar lagi."
        )
    }

    func unexpected(_ what: String) -> String {
        pick("Something unexpected happened: \(what).", "Terjadi sesuatu yang tak terduga: \(what).")
    }
}
