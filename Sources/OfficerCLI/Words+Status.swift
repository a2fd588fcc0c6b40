import StationAPI

/// How the station stands, with all that an officer has to know of today.
extension Words {
    func statusLines(_ status: API.Status) -> [String] {
        [self.status(status)] + visitLines(status.visit) + endLines(status) + lockLines(status) + checkLines(status)
            + configurationLines(status) + todayLines(status) + (status.offAt.map { [offAt($0)] } ?? [])
    }

    private func visitLines(_ visit: API.Visit?) -> [String] {
        guard let visit else { return [] }
        var facts = visit.ticket.map { [pick("ticket \($0)", "nomor antrean \($0)")] } ?? []
        if let category = visit.category { facts.append(category) }
        if visit.class == .lawyer { facts.append(visitClass(.lawyer)) }
        if visit.extendedSeconds > 0 {
            facts.append(
                pick(
                    "extended by \(Self.clock(visit.extendedSeconds))",
                    "diperpanjang \(Self.clock(visit.extendedSeconds))"
                )
            )
        }
        let about = facts.isEmpty ? [] : [pick("In the room: ", "Di ruangan: ") + facts.joined(separator: ", ") + "."]
        return about + [callTrouble(visit.page), nextStep(of: visit)].compactMap { $0 }
    }

    private func endLines(_ status: API.Status) -> [String] {
        status.visit == nil ? [lastEnd(status.lastEnd)].compactMap { $0 } : []
    }

    /// What a visit waits for whose clock stands; nil while it runs.
    func nextStep(of visit: API.Visit) -> String? {
        switch visit.clock {
        case .running: nil
        case .waiting:
            pick(
                "Its clock waits. When the call is connected: vcctl connected",
                "Waktunya belum berjalan. Jika panggilan sudah tersambung: vcctl connected"
            )
        case .held:
            pick(
                "Its clock is stopped. When the network is back: vcctl resume",
                "Waktunya dihentikan sementara. Jika jaringan sudah kembali: vcctl resume"
            )
        }
    }

    private func configurationLines(_ status: API.Status) -> [String] {
        guard let refused = status.refusedConfiguration else { return [] }
        let problems = refused.split(whereSeparator: \.isNewline).map { "  \($0)" }
        return [
            pick(
                "The configuration was changed, and is refused; what was good before stays in force:",
                "Konfigurasi diubah tetapi ditolak; konfigurasi baik yang sebelumnya tetap berlaku:"
            )
        ] + problems + [
            pick(
                "The administrator corrects it, then: systemctl reload vcd",
                "Administrator memperbaikinya, lalu: systemctl reload vcd"
            )
        ]
    }

    private func lockLines(_ status: API.Status) -> [String] {
        guard status.state == .locked || status.lockedAt != nil else { return [] }
        let since = status.lockedAt.map { pick(" since \(moment($0))", " sejak \(moment($0))") } ?? ""
        return [
            pick(
                "The station is locked\(since). A supervisor opens it: vcctl unlock --reason TEXT",
                "Stasiun terkunci\(since). Penyelia membukanya: vcctl unlock --reason ALASAN"
            )
        ]
    }

    private func todayLines(_ status: API.Status) -> [String] {
        let today = status.today
        // Whom to call is no matter of a station that takes nobody.
        guard status.state != .locked, status.state != .blocked else { return [session(today)].compactMap { $0 } }
        return [session(today), people(today), today.called.map(onTheWay), slotLine(today.slot), clockLine(today)]
            .compactMap { $0 }
    }

    private func session(_ today: API.Today) -> String? {
        if let closes = today.closes {
            return pick(
                "The session is open until \(Self.closing(closes)).",
                "Jadwal kunjungan dibuka sampai pukul \(Self.closing(closes))."
            )
        }
        if let next = today.nextOpens {
            return pick(
                "No session now. The next one: \(moment(next)).",
                "Di luar jadwal. Berikutnya: \(moment(next))."
            )
        }
        return today.enforced
            ? pick(
                "No session now, and none in sight: see vcctl schedule --week",
                "Di luar jadwal, dan belum ada jadwal berikutnya: lihat vcctl schedule --week"
            ) : nil
    }

    private func people(_ today: API.Today) -> String? {
        guard today.waiting + today.served + today.absent > 0 else { return nil }
        let counts = pick(
            "Waiting: \(today.waiting), served: \(today.served), absent: \(today.absent).",
            "Menunggu: \(today.waiting), selesai: \(today.served), tidak hadir: \(today.absent)."
        )
        guard let next = today.next else {
            let isOver = today.waiting == 0 && today.called == nil
            return counts
                + (isOver ? pick(" When the day is over: vcctl shutdown", " Jika hari selesai: vcctl shutdown") : "")
        }
        let hint = today.called == nil ? pick(" To call: vcctl call", " Untuk memanggil: vcctl call") : ""
        return counts + pick(" Next is ticket \(next).", " Berikutnya nomor antrean \(next).") + hint
    }

    private func onTheWay(_ called: API.Called) -> String {
        let ago = Self.clock(called.elapsedSeconds)
        guard called.overdue else {
            return pick(
                "Ticket \(called.ticket) was called \(ago) ago. When the inmate is here: vcctl next",
                "Nomor antrean \(called.ticket) dipanggil \(ago) lalu. Jika sudah datang: vcctl next"
            )
        }
        return pick(
            "Ticket \(called.ticket) was called \(ago) ago and is overdue. Here: vcctl next. "
                + "Not coming: vcctl roster absent \(called.ticket)",
            "Nomor antrean \(called.ticket) dipanggil \(ago) lalu dan belum datang. Jika datang: vcctl next. "
                + "Jika tidak hadir: vcctl roster absent \(called.ticket)"
        )
    }

    private func slotLine(_ slot: API.Slot?) -> String? {
        guard let slot else { return nil }
        let short = Self.clock(slot.slotSeconds)
        return slot.accepted
            ? pick(
                "Visits get \(short) each, the fair share. Back to normal: vcctl slot --normal",
                "Tiap kunjungan mendapat \(short), hasil pembagian waktu. Kembali biasa: vcctl slot --normal"
            )
            : slot.fits < slot.waiting
                ? pick(
                    "Time is short: even with \(short) each only \(slot.fits) of \(slot.waiting) have their turn. "
                        + "To see how: vcctl slot",
                    "Waktu kurang: dengan \(short) tiap kunjungan pun hanya \(slot.fits) dari \(slot.waiting) mendapat "
                        + "giliran. Rinciannya: vcctl slot"
                )
                : pick(
                    "Time is short for all who wait: \(short) each would do. To see how: vcctl slot",
                    "Waktu kurang untuk semua yang menunggu: \(short) tiap kunjungan cukup. Rinciannya: vcctl slot"
                )
    }

    private func clockLine(_ today: API.Today) -> String? {
        today.clockTrusted
            ? nil
            : pick(
                "The PC's clock is not synchronised: compare it with another; 'vcctl next' asks whether it is right.",
                "Jam komputer belum disetel otomatis: cocokkan dengan jam lain; 'vcctl next' menanyakan kebenarannya."
            )
    }

    /// A day and a time of it, `Tuesday 24 November 2026 at 09:00`.
    func moment(_ text: String) -> String {
        longDate(String(text.prefix(10))) + pick(" at ", " pukul ") + Self.time(text)
    }
}
