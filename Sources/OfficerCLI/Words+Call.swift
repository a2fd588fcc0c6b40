import StationAPI

/// The call on the screen of the running visit, and how the last one ended.
extension Words {
    func callRestarted(_ visit: API.Visit) -> String {
        pick(
            "The call program of visit \(visit.id) begins anew; the clock goes on: \(Self.clock(visit.remainingSeconds)) left.",
            "Program panggilan kunjungan \(visit.id) dimulai ulang; waktu tetap berjalan: sisa "
                + "\(Self.clock(visit.remainingSeconds))."
        )
    }

    /// What stands on the screen in place of the call, and what helps; nil where nothing is wrong.
    func callTrouble(_ page: API.CallPage?) -> String? {
        switch page {
        case .failed:
            pick(
                "The browser shows an error of its own, or an address that is not allowed, in place of the call. "
                    + "To begin it anew: vcctl restart-call. If it stays: vcctl check servers",
                "Peramban menampilkan halaman galat atau alamat yang tidak diizinkan, bukan panggilan. "
                    + "Untuk memulai ulang: vcctl restart-call. Jika tetap: vcctl check servers"
            )
        case .blank:
            pick(
                "The call's page does not come. To begin it anew: vcctl restart-call. If it stays: vcctl check servers",
                "Halaman panggilan belum muncul. Untuk memulai ulang: vcctl restart-call. Jika tetap: vcctl check servers"
            )
        case .opening, .shown, nil: nil
        }
    }

    /// What the visitor's screen shows now, as an event tells it.
    func callChanged(_ visit: String, _ page: API.CallPage?) -> String {
        callTrouble(page)
            ?? (page == .shown
                ? pick("The page of visit \(visit) is shown.", "Halaman kunjungan \(visit) tampil.")
                : pick(
                    "The call program of visit \(visit) begins anew by itself.",
                    "Program panggilan kunjungan \(visit) dimulai ulang sendiri."
                ))
    }

    /// That the last visit ended though nobody ended it; nil where somebody did, or its time was up.
    func lastEnd(_ end: API.VisitEnd?) -> String? {
        guard let end, end.cause == .client else { return nil }
        let time = Self.time(end.at)
        return pick(
            "Visit \(end.visit) ended at \(time): \(end.message).",
            "Kunjungan \(end.visit) selesai pukul \(time): program panggilan berakhir sendiri."
        )
    }
}
