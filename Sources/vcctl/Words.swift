import Glibc
import StationAPI
import Varlink

/// Everything vcctl says, in the officer's language.
struct Words {
    enum Language { case english, indonesian }

    let language: Language

    /// The language of the environment (locale(7)): Indonesian where it says so, otherwise English.
    static var preferred: Words {
        let names: [String] = ["LC_ALL", "LC_MESSAGES", "LANG"]
        let locale = names.compactMap { name in getenv(name).map { String(cString: $0) } }
            .first { !$0.isEmpty }
        let isIndonesian = locale.map { $0 == "id" || $0.hasPrefix("id_") || $0.hasPrefix("id.") } ?? false
        return Words(language: isIndonesian ? .indonesian : .english)
    }

    func pick(_ english: String, _ indonesian: String) -> String {
        switch language {
        case .english: english
        case .indonesian: indonesian
        }
    }

    func state(_ state: API.State) -> String {
        switch state {
        case .starting: pick("Starting.", "Sedang mulai.")
        case .preparing: pick("Preparing a fresh home.", "Menyiapkan ruang baru.")
        case .ready: pick("Ready for the next visit.", "Siap untuk kunjungan berikutnya.")
        case .visiting: pick("A visit is running.", "Kunjungan sedang berlangsung.")
        case .closing: pick("Closing the call program.", "Menutup program panggilan.")
        case .wiping: pick("Wiping and checking for traces.", "Membersihkan dan memeriksa jejak.")
        case .blocked: pick("Blocked: no visit can start.", "Terblokir: kunjungan tidak dapat dimulai.")
        case .locked: pick("Locked.", "Terkunci.")
        case .ending: pick("Closing down.", "Sedang menutup.")
        case .off: pick("Off.", "Mati.")
        }
    }

    func status(_ status: API.Status) -> String {
        if let visit = status.visit {
            return running(visit)
        }
        if let reason = status.blockedReason {
            return blocked(
                reason,
                remedy: status.blockedRemedy ?? "",
                code: status.blockedCode ?? "",
                rung: status.blockedRung ?? .wipe
            )
        }
        let proof =
            status.clean
            ? status.lastReceipt.map { pick(" Proven clean, receipt \($0).", " Terbukti bersih, bukti \($0).") } : nil
        let remote = status.unconfirmedTraces.map { traces in
            pick(
                "\nBefore the next visit: \(traces.joined(separator: "; ")). Once gone: vcctl wipe --confirm-remote",
                "\nSebelum kunjungan berikutnya: \(traces.joined(separator: "; ")). Jika sudah: vcctl wipe --confirm-remote"
            )
        }
        return state(status.state) + (proof ?? "") + (remote ?? "")
    }

    func running(_ visit: API.Visit) -> String {
        let left = Self.clock(visit.remainingSeconds)
        let until = Self.time(visit.deadline)
        return pick(
            "Visit \(visit.id) is running: \(left) left, until \(until).",
            "Kunjungan \(visit.id) berlangsung: sisa \(left), sampai pukul \(until)."
        )
    }

    func ticking(_ visit: Int, left: Int) -> String {
        pick(
            "Visit \(visit) is running: \(Self.clock(left)) left.",
            "Kunjungan \(visit) berlangsung: sisa \(Self.clock(left))."
        )
    }

    func started(_ visit: API.Visit) -> String {
        pick(
            "Visit \(visit.id) has started and ends at \(Self.time(visit.deadline)).",
            "Kunjungan \(visit.id) dimulai dan berakhir pukul \(Self.time(visit.deadline))."
        )
    }

    func wiped(_ receipt: API.Receipt) -> String {
        pick(
            "Wiped and proven clean in \(receipt.milliseconds) ms, receipt \(receipt.id).",
            "Dibersihkan dan terbukti bersih dalam \(receipt.milliseconds) ms, bukti \(receipt.id)."
        )
    }

    func extended(_ visit: API.Visit) -> String {
        pick(
            "Visit \(visit.id) now ends at \(Self.time(visit.deadline)), in \(Self.clock(visit.remainingSeconds)).",
            "Kunjungan \(visit.id) kini berakhir pukul \(Self.time(visit.deadline)), "
                + "\(Self.clock(visit.remainingSeconds)) lagi."
        )
    }

    func offAt(_ time: String?) -> String {
        guard let time else { return pick("The PC switches off now.", "Komputer dimatikan sekarang.") }
        return pick(
            "The PC switches off at \(Self.timeWithSeconds(time)). To stop it: vcctl shutdown --cancel",
            "Komputer dimatikan pukul \(Self.timeWithSeconds(time)). Untuk membatalkan: vcctl shutdown --cancel"
        )
    }

    var shutdownCancelled: String { pick("The shutdown is cancelled.", "Mematikan komputer dibatalkan.") }

    func askToCut(_ visit: API.Visit) -> String {
        pick(
            "Visit \(visit.id) began only \(visit.elapsedSeconds) seconds ago. End it and start the next? [y/N]",
            "Kunjungan \(visit.id) baru mulai \(visit.elapsedSeconds) detik lalu. Akhiri dan mulai berikutnya? [y/T]"
        )
    }

    static let yes: Set<String> = ["y", "yes", "ya"]

    var leftAlone: String { pick("Nothing was changed.", "Tidak ada yang diubah.") }

    func check(_ check: API.CheckResult) -> String {
        let mark =
            switch check.verdict {
            case .pass: pick("ok", "baik")
            case .warn: pick("warning", "awas")
            case .fail: pick("FAILED", "GAGAL")
            }
        return Self.column(check.name, 10) + Self.column(mark, 9) + check.detail
            + (check.remedy.map { "\n" + Self.column("", 19) + $0 } ?? "")
    }

    func event(_ event: API.Event) -> String { "\(Self.timeWithSeconds(event.at))  \(words(for: event))" }

    private func words(for event: API.Event) -> String {
        let visit = event.visit.map(String.init) ?? "?"
        let seconds = event.remainingSeconds ?? 0
        switch (language, event.kind) {
        case (.english, _): return event.message
        case (.indonesian, .stateChanged): return state(event.state)
        case (.indonesian, .visitStarted): return "Kunjungan \(visit) dimulai."
        case (.indonesian, .visitAdopted): return "Kunjungan \(visit) berlanjut, sisa \(Self.clock(seconds))."
        case (.indonesian, .visitWarning): return "Kunjungan \(visit) berakhir dalam \(seconds) detik."
        case (.indonesian, .visitExtended): return "Kunjungan \(visit) diperpanjang, sisa \(Self.clock(seconds))."
        case (.indonesian, .visitEnded): return "Kunjungan \(visit) selesai."
        case (.indonesian, .wiped): return "Dibersihkan, bukti \(event.receipt.map(String.init) ?? "?")."
        case (.indonesian, .drilled): return "Uji pembersihan selesai. \(event.message)"
        case (.indonesian, .blocked): return "Terblokir. \(event.message)"
        case (.indonesian, .shutdownAnnounced): return "Komputer dimatikan dalam \(seconds) detik."
        case (.indonesian, .shutdownPrepared):
            return "Komputer akan mati: kunjungan yang berjalan ditutup dan dibersihkan dahulu."
        case (.indonesian, .shutdownCancelled): return shutdownCancelled
        case (.indonesian, .configurationReloaded): return "Konfigurasi dimuat ulang."
        case (.indonesian, .configurationRefused):
            return "Konfigurasi ditolak, yang lama tetap berlaku: \(event.message)"
        }
    }

    /// Minutes and seconds, `9:05`.
    static func clock(_ seconds: Int) -> String {
        let rest = seconds % 60
        return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
    }

    /// The time of day of an RFC 3339 text, as the PC's own clock shows it.
    static func time(_ text: String) -> String { String(text.dropFirst(11).prefix(5)) }

    static func dateAndTime(_ text: String) -> String { "\(text.prefix(10)) \(timeWithSeconds(text))" }

    static func timeWithSeconds(_ text: String) -> String { String(text.dropFirst(11).prefix(8)) }

    static func column(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
