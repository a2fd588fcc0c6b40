import ArgumentParser
import Glibc
import StationAPI
import Varlink

/// Everything vcctl says, in the officer's language.
struct Words {
    enum Language: String, ExpressibleByArgument, CaseIterable {
        case english = "en"
        case indonesian = "id"
    }

    let language: Language

    /// The language of the environment (locale(7)): Indonesian where it says so, otherwise English.
    static var preferred: Words {
        let names: [String] = ["LC_ALL", "LC_MESSAGES", "LANG"]
        let locale = names.compactMap { name in getenv(name).map { String(cString: $0) } }
            .first { !$0.isEmpty }
        let isIndonesian = locale.map { $0 == "id" || $0.hasPrefix("id_") || $0.hasPrefix("id.") } ?? false
        return Words(language: isIndonesian ? .indonesian : .english)
    }

    /// The language that a command line asks for, also where it is not understood otherwise.
    static func asked(for arguments: [String]) -> Words {
        let after = zip(arguments, arguments.dropFirst()).first { $0.0 == "--lang" }?.1
        let joined = arguments.first { $0.hasPrefix("--lang=") }.map { String($0.dropFirst(7)) }
        return (after ?? joined).flatMap(Language.init).map(Words.init) ?? preferred
    }

    /// What stands above the parser's own English; nil where that says all.
    var notUnderstood: String? {
        switch language {
        case .english: nil
        case .indonesian: "Perintah tidak dimengerti. Bantuan: 'vcctl help', atau 'vcctl help PERINTAH'."
        }
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
            if let heldByChecks = heldByChecks(status) { return heldByChecks }
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

    /// What an officer is to know as the day ends.
    func closingDown(_ reply: API.Shutdown.Reply) -> [String] {
        let waiting = reply.waiting.flatMap { count in
            count == 0
                ? nil
                : pick("\(count) on the roster still wait.", "\(count) orang pada daftar masih menunggu.")
        }
        let wakes = reply.wakesAt.map { time in
            pick(
                "It wakes by itself on \(time.prefix(10)) at \(Self.time(time)).",
                "Komputer hidup sendiri pada \(time.prefix(10)) pukul \(Self.time(time))."
            )
        }
        let byHand =
            reply.switchedOnByHand == true
            ? pick(
                "Its real-time clock can't wake it for the next session: it is switched on by hand.",
                "Jam komputernya tidak dapat menghidupkannya untuk jadwal berikutnya: hidupkan dengan tangan."
            ) : nil
        return [waiting, offAt(reply.offAt), wakes, byHand].compactMap { $0 }
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

    /// Minutes and seconds, `9:05`.
    static func clock(_ seconds: Int) -> String {
        let rest = seconds % 60
        return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
    }

    /// The time of day of an RFC 3339 text, as the PC's own clock shows it.
    static func time(_ text: String) -> String { String(text.dropFirst(11).prefix(5)) }

    /// The time at which something closes: a day ends at 24:00.
    static func closing(_ text: String) -> String {
        let time = time(text)
        return time == "00:00" ? "24:00" : time
    }

    static func dateAndTime(_ text: String) -> String { "\(text.prefix(10)) \(timeWithSeconds(text))" }

    static func timeWithSeconds(_ text: String) -> String { String(text.dropFirst(11).prefix(8)) }

    static func column(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
