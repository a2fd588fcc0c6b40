import StationAPI

/// What stands on the live board.
extension Words {
    var boardTitle: String { pick("Online visits", "Kunjungan online") }

    var boardKeys: String {
        pick(
            "n next  w wipe  e end  x +2 min  r restart call  c call  q leave",
            "n lanjut  w bersih  e akhiri  x +2 menit  r ulangi  c panggil  q keluar"
        )
    }

    var joining: String { pick("Asking the station …", "Menghubungi stasiun …") }

    var stationIsBack: String { pick("The station answers again.", "Stasiun menjawab lagi.") }

    var underWay: String { pick("It is under way …", "Sedang dikerjakan …") }

    var stillUnderWay: String {
        pick("Wait: the last one is still under way.", "Tunggu: yang terakhir masih dikerjakan.")
    }

    /// The station is gone, and is asked again and again.
    func lost(_ why: String) -> String {
        why + " " + pick("Trying again every 2 seconds.", "Dicoba lagi setiap 2 detik.")
    }

    func whoWaits(_ count: Int) -> String { pick("Waiting: \(count)", "Menunggu: \(count)") }

    /// One who waits; without the register number, since more people see the board.
    func boardRow(_ entry: API.Entry) -> [String] {
        [entry.ticket, entryState(entry.state), entry.category, visitClass(entry.class)]
    }

    func boardReceipt(_ receipt: API.Receipt) -> String {
        pick("Last receipt: ", "Bukti terakhir: ") + "\(receipt.id), \(Self.timeWithSeconds(receipt.finishedAt)), "
            + "\(visit(receipt.visit)), \(cleanness(receipt)), \(receipt.milliseconds) ms"
    }

    /// The question before a key's action.
    func ask(_ action: Board.Action, _ status: API.Status?) -> String {
        let visit = status?.visit.map { "\($0.id)" }
        let ticket = status?.today.next.map { pick(" (ticket \($0))", " (nomor antrean \($0))") } ?? ""
        let question =
            switch action {
            case .next:
                visit.map {
                    pick(
                        "End visit \($0), wipe, and start the next\(ticket)?",
                        "Akhiri kunjungan \($0), bersihkan, dan mulai berikutnya\(ticket)?"
                    )
                } ?? pick("Start the next visit\(ticket)?", "Mulai kunjungan berikutnya\(ticket)?")
            case .wipe:
                visit.map { pick("End visit \($0) and wipe?", "Akhiri kunjungan \($0) dan bersihkan?") }
                    ?? pick("Wipe and check for traces?", "Bersihkan dan periksa jejak?")
            case .end:
                visit.map { pick("End visit \($0)?", "Akhiri kunjungan \($0)?") }
                    ?? pick("End the visit?", "Akhiri kunjungan?")
            case .extend: pick("Give the visit 2 more minutes?", "Perpanjang kunjungan 2 menit?")
            case .restart:
                pick(
                    "Begin the call program of the visit anew? The clock goes on.",
                    "Mulai ulang program panggilan? Waktu tetap berjalan."
                )
            case .call: pick("Call the next\(ticket)?", "Panggil berikutnya\(ticket)?")
            }
        return question + pick(" [y/N]", " [y/T]")
    }
}
