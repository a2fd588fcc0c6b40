import StationAPI
import StationCore

/// What the waiting screen says, in one language.
struct WaitingWords: Sendable {
    let language: Configuration.Language

    func pick(_ english: String, _ indonesian: String) -> String {
        switch language {
        case .english: english
        case .indonesian: indonesian
        }
    }

    func pick(_ text: LocalText) -> String { pick(text.english, text.indonesian) }

    func pick(_ name: API.Name) -> String { pick(name.english, name.indonesian) }

    var place: String { pick("Online visits", "Kunjungan online") }
    var ticketLabel: String { pick("Ticket", "Nomor antrean") }
    var dayTitle: String { pick("Today", "Hari ini") }
    var rulesTitle: String { pick("Please note", "Tata tertib") }
    var complaintsTitle: String { pick("Complaints and suggestions", "Pengaduan dan saran") }

    /// The rules of the service's standard.
    static let rules = [
        LocalText("Visits are on the scheduled day.", "Kunjungan sesuai jadwal."),
        LocalText("Wear the inmate uniform.", "Pakai seragam warga binaan."),
        LocalText("No smoking during the visit.", "Dilarang merokok."),
        LocalText("Visits are free of charge.", "Gratis, tidak dipungut biaya."),
    ]

    func heading(_ kind: WaitingModel.Kind) -> String {
        switch kind {
        case .lost: pick("One moment, please", "Mohon tunggu sebentar")
        case .locked: pick("No visits now", "Kunjungan dihentikan sementara")
        case .blocked: pick("Please call the officer", "Mohon panggil petugas")
        case .ending: pick("Visits are over for today", "Kunjungan hari ini selesai")
        case .called: pick("Please come in", "Silakan masuk")
        case .visit: pick("A visit is under way", "Kunjungan berlangsung")
        case .closed: pick("No visits at this time", "Di luar jadwal kunjungan")
        case .preparing: pick("The room is being prepared", "Ruangan sedang disiapkan")
        case .ready: pick("The room is ready", "Ruangan siap")
        }
    }

    /// The heading of one who is called while the room is taken.
    var beReady: String { pick("Please be ready", "Mohon bersiap") }

    /// The line below the heading, where it is the same whatever else is known.
    func line(_ kind: WaitingModel.Kind) -> String {
        switch kind {
        case .lost:
            pick("The screen is waiting for the station. It goes on by itself.", "Layar menunggu sambungan ke stasiun.")
        case .locked: pick("Please wait for the officer.", "Mohon tunggu petugas.")
        case .blocked: pick("The visit cannot begin yet.", "Kunjungan belum dapat dimulai.")
        case .ending: pick("Thank you. The PC is being switched off.", "Terima kasih. Komputer sedang dimatikan.")
        case .called: pick("The officer is waiting for you.", "Petugas menunggu Anda.")
        case .visit, .closed: ""
        case .preparing: pick("It takes a moment only.", "Hanya sebentar.")
        case .ready: pick("Please wait for your call.", "Mohon tunggu panggilan.")
        }
    }

    func left(_ duration: Duration) -> String {
        let minutes = WaitEstimate.minutes(duration)
        return minutes <= 1
            ? pick("It ends in a moment.", "Sebentar lagi selesai.")
            : pick("About \(minutes) minutes are left.", "Sisa waktu sekitar \(minutes) menit.")
    }

    /// For one who is called while the room is taken.
    func free(_ duration: Duration) -> String {
        pick("The room is free \(about(duration)).", "Ruangan kosong \(about(duration)).")
    }

    /// A wait as a part of a line.
    func about(_ duration: Duration) -> String {
        let minutes = WaitEstimate.minutes(duration)
        return switch minutes {
        case ...1: pick("in a moment", "sebentar lagi")
        case ...120: pick("in about \(minutes) minutes", "sekitar \(minutes) menit lagi")
        default: pick("in more than 2 hours", "lebih dari 2 jam lagi")
        }
    }

    func next(_ ticket: String?, _ wait: Duration) -> String {
        let who =
            ticket.map { pick("Next is ticket \($0)", "Berikutnya nomor \($0)") } ?? pick("The next", "Berikutnya")
        return "\(who): \(about(wait))"
    }

    func last(of waiting: Int, _ wait: Duration) -> String {
        pick("\(waiting) are waiting, the last: \(about(wait))", "\(waiting) menunggu, terakhir: \(about(wait))")
    }

    func opens(on date: String, at time: String, isToday: Bool) -> String {
        isToday
            ? pick("Visits begin today at \(time).", "Kunjungan mulai hari ini pukul \(time).")
            : pick("Next visits: \(date), \(time).", "Kunjungan berikutnya: \(date), pukul \(time).")
    }

    var noneInSight: String { pick("The officer knows the next day.", "Tanyakan jadwal kepada petugas.") }

    func window(_ window: API.Window) -> String {
        let closes = Self.time(window.closes)
        return "\(pick(window.name)), \(Self.time(window.opens))–\(closes == "00:00" ? "24:00" : closes)"
    }

    var noVisits: String { pick("no visits", "tidak ada kunjungan") }

    /// `Thursday, 26 November 2026`
    func date(_ day: CalendarDay) -> String {
        "\(pick(Self.days[day.weekday.rawValue - 1])), \(day.day) \(pick(Self.months[day.month - 1])) \(day.year)"
    }

    /// The time of day of an RFC 3339 text, as the PC's own clock shows it.
    static func time(_ text: String) -> String { String(text.dropFirst(11).prefix(5)) }

    /// Its day.
    static func day(_ text: String) -> CalendarDay? { CalendarDay(String(text.prefix(10))) }

    private static let days = [
        LocalText("Monday", "Senin"), LocalText("Tuesday", "Selasa"), LocalText("Wednesday", "Rabu"),
        LocalText("Thursday", "Kamis"), LocalText("Friday", "Jumat"), LocalText("Saturday", "Sabtu"),
        LocalText("Sunday", "Minggu"),
    ]

    private static let months = [
        LocalText("January", "Januari"), LocalText("February", "Februari"), LocalText("March", "Maret"),
        LocalText("April", "April"), LocalText("May", "Mei"), LocalText("June", "Juni"), LocalText("July", "Juli"),
        LocalText("August", "Agustus"), LocalText("September", "September"), LocalText("October", "Oktober"),
        LocalText("November", "November"), LocalText("December", "Desember"),
    ]
}
