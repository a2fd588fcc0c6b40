import StationAPI

/// The schedule, who is called, the clock, the fair share and the lock.
extension Words {
    func name(_ name: API.Name) -> String { pick(name.english, name.indonesian) }

    func visitClass(_ value: API.VisitClass) -> String {
        switch value {
        case .family: pick("family", "keluarga")
        case .lawyer: pick("lawyer", "penasihat hukum")
        }
    }

    func schedule(_ reply: API.GetSchedule.Reply) -> [String] {
        let zone = pick("Times are those of \(reply.zone).", "Waktu menurut \(reply.zone).")
        let rule =
            reply.enforced
            ? pick(
                "Outside these times no visit starts without a supervisor.",
                "Di luar jadwal ini kunjungan tidak dimulai tanpa penyelia."
            )
            : pick(
                "The schedule is not enforced: visits start at any time.",
                "Jadwal tidak mengikat: kunjungan dapat dimulai kapan saja."
            )
        return reply.days.flatMap(scheduleDay) + ["\(zone) \(rule)"]
    }

    private func scheduleDay(_ day: API.ScheduleDay) -> [String] {
        let head = longDate(day.date) + (day.exception.map { " (\(name($0)))" } ?? "")
        guard !day.windows.isEmpty else { return [head, "  " + pick("no visits", "tidak ada kunjungan")] }
        return [head] + Table(day.windows.map(window)).lines.map { "  \($0)" }
    }

    private func window(_ window: API.Window) -> [String] {
        [
            "\(Self.time(window.opens))-\(Self.closing(window.closes))", window.category,
            name(window.name) + pick(", registration ", ", pendataan ") + registration(window),
        ]
    }

    private func registration(_ window: API.Window) -> String {
        let (from, until) = (Self.time(window.registerFrom), Self.time(window.registerUntil))
        return from == until ? pick("all day", "sepanjang hari") : "\(from)-\(until)"
    }

    func called(_ called: API.Called) -> String {
        pick(
            "Ticket \(called.ticket) is called. When the inmate is here: vcctl next",
            "Nomor antrean \(called.ticket) dipanggil. Jika sudah datang: vcctl next"
        )
    }

    func held(_ visit: API.Visit) -> String {
        pick(
            "The clock of visit \(visit.id) is stopped with \(Self.clock(visit.remainingSeconds)) left. "
                + "When the network is back: vcctl resume",
            "Waktu kunjungan \(visit.id) dihentikan sementara, sisa \(Self.clock(visit.remainingSeconds)). "
                + "Jika jaringan sudah kembali: vcctl resume"
        )
    }

    /// The arithmetic of the fair share, and what to do about it.
    func slot(_ slot: API.Slot?) -> [String] {
        guard let slot else { return [noSlot] }
        let turnaround = Self.clock(slot.turnaroundSeconds)
        // The last visit needs no time after it.
        func times(_ seconds: Int) -> String {
            let pauses = slot.waiting - 1
            let all = Self.clock(slot.waiting * seconds + pauses * slot.turnaroundSeconds)
            return "\(slot.waiting) × \(Self.clock(seconds))"
                + (pauses > 0 ? " + \(pauses) × \(turnaround)" : "") + " = \(all)"
        }
        let result =
            slot.fits >= slot.waiting
            ? pick(
                "With the fair share all have their turn: \(times(slot.slotSeconds)).",
                "Dengan pembagian waktu semua mendapat giliran: \(times(slot.slotSeconds))."
            )
            : pick(
                "Even with \(Self.clock(slot.slotSeconds)) each, the shortest allowed, only \(slot.fits) of "
                    + "\(slot.waiting) have their turn: \(times(slot.slotSeconds)).",
                "Dengan \(Self.clock(slot.slotSeconds)) tiap kunjungan, yang terpendek, hanya \(slot.fits) dari "
                    + "\(slot.waiting) mendapat giliran: \(times(slot.slotSeconds))."
            )
        return [
            pick(
                "\(slot.waiting) wait, and \(Self.clock(slot.leftSeconds)) are left until the session ends.",
                "\(slot.waiting) menunggu, dan sisa waktu sampai jadwal berakhir \(Self.clock(slot.leftSeconds))."
            ),
            pick(
                "The normal length, with \(turnaround) between visits, would take \(times(slot.normalSeconds)).",
                "Dengan lama biasa, dan jeda \(turnaround) tiap kunjungan, perlu \(times(slot.normalSeconds))."
            ),
            result, slotStep(slot),
        ]
    }

    private func slotStep(_ slot: API.Slot) -> String {
        slot.accepted
            ? pick(
                "It is accepted. Back to the normal length: vcctl slot --normal",
                "Pembagian ini berlaku. Kembali ke lama biasa: vcctl slot --normal"
            )
            : pick(
                "It is not accepted yet. To accept: vcctl slot --accept",
                "Pembagian ini belum berlaku. Untuk menerima: vcctl slot --accept"
            )
    }

    func slotAccepted(_ slot: API.Slot?) -> String {
        let length = slot.map { Self.clock($0.slotSeconds) } ?? "?"
        return pick(
            "The following visits get \(length) each. Back to the normal length: vcctl slot --normal",
            "Kunjungan berikutnya mendapat \(length). Kembali ke lama biasa: vcctl slot --normal"
        )
    }

    var slotNormal: String {
        pick("The following visits get their normal length.", "Kunjungan berikutnya mendapat lama biasa.")
    }

    var noSlot: String {
        pick("There is time for all who wait: no fair share is needed.", "Waktu cukup untuk semua yang menunggu.")
    }

    func askForClock(_ error: API.ClockUnsure) -> String {
        pick(
            "The PC's clock is not synchronised. It shows \(moment(error.now)). Is that right? [y/N]",
            "Jam komputer belum disetel otomatis. Jam menunjukkan \(moment(error.now)). Apakah benar? [y/T]"
        )
    }

    var clockIsWrong: String {
        pick(
            "Then the administrator sets the clock first; until then use the paper procedure.",
            "Administrator membetulkan jam dahulu; sampai saat itu pakai prosedur kertas."
        )
    }

    var lockedNow: String {
        pick(
            "The station is locked. A supervisor opens it: vcctl unlock --reason TEXT",
            "Stasiun terkunci. Penyelia membukanya: vcctl unlock --reason ALASAN"
        )
    }

    var unlocked: String { pick("The station is unlocked.", "Kunci stasiun dibuka.") }
}
