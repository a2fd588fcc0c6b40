import StationAPI

/// Why the roster refuses something, in the officer's language.
extension Words {
    /// - Returns: nil for a reason that only a newer vcd knows, which says it itself.
    func rosterReason(_ word: String?, _ values: [String]?) -> String? {
        word.flatMap(API.RosterReason.init).map { rosterReason($0, values ?? []) }
    }

    func rosterReason(_ reason: API.RosterReason, _ values: [String]) -> String {
        let first = values.first ?? "?"
        return switch reason {
        case .noNumber:
            pick(
                "This is no register number: it is 1 to 32 letters, digits and the signs . / -, blanks not counted.",
                "bukan nomor register. Yang boleh: 1 sampai 32 huruf, angka dan tanda . / -, spasi tidak dihitung."
            )
        case .noCategory:
            pick(
                "This is no category. 'vcctl schedule --week' shows the categories.",
                "bukan kelompok. Yang boleh: kelompok seperti dalam 'vcctl schedule --week'."
            )
        case .noClass:
            pick(
                "This is no class: it is family (keluarga) or lawyer (penasihat hukum).",
                "bukan jenis kunjungan. Yang boleh: family (keluarga) atau lawyer (penasihat hukum)."
            )
        case .noLine:
            pick(
                "This is too long, or holds signs that can't be shown. Write one line of at most \(first) characters.",
                "terlalu panjang, atau berisi tanda yang tidak dapat ditampilkan. Yang boleh: teks satu baris, "
                    + "paling banyak \(first) huruf."
            )
        case .noReason:
            pick(
                "The reason is empty. Say in a few words why it is done against the rules.",
                "alasannya kosong. Tulis singkat mengapa aturan dilewati."
            )
        case .registered:
            pick(
                "This inmate is registered for the day already. 'vcctl roster list' shows the ticket.",
                "sudah terdaftar hari ini. Lihat: vcctl roster list"
            )
        case .served:
            pick(
                "This inmate is registered for the day already. A second turn on one day is a supervisor's to give: "
                    + "'--override REASON'.",
                "sudah terdaftar dan dilayani hari ini. Giliran kedua hanya dengan izin penyelia: --override ALASAN"
            )
        case .onLine:
            pick(
                "This inmate is on line \(first) already. Take one of the two lines out.",
                "sudah ada di baris \(first). Hapus salah satu dari kedua baris itu."
            )
        case .unknownCategory:
            pick(
                "The schedule knows no such category. Name one of these: \(values.joined(separator: ", ")).",
                "tidak ada dalam jadwal. Yang ada: \(values.joined(separator: ", "))."
            )
        case .notToday:
            pick(
                "This category has no session on this day. 'vcctl schedule --week' shows its days; a supervisor can override it.",
                "bukan kelompok hari ini. Harinya: vcctl schedule --week. Penyelia dapat mengizinkan: --override ALASAN"
            )
        case .registrationClosed:
            pick(
                "It is not the time to register this category. 'vcctl schedule' shows the time for it; a supervisor can "
                    + "override it.",
                "pendataan sedang ditutup. Waktunya: vcctl schedule. Penyelia dapat mengizinkan: --override ALASAN"
            )
        case .dayFull:
            pick(
                "All \(first) places of the day are taken. Register the inmate on another day, or ask a supervisor to "
                    + "override it.",
                "daftar hari ini sudah penuh (\(first) orang). Daftarkan di hari lain, atau minta izin penyelia: "
                    + "--override ALASAN"
            )
        case .quotaReached:
            pick(
                "This inmate has had all \(first) visits of the month. Register the inmate next month, or ask a supervisor to "
                    + "override it.",
                "jatah \(first) kunjungan bulan ini sudah habis. Daftarkan bulan depan, atau minta izin penyelia: "
                    + "--override ALASAN"
            )
        case .noPlace:
            pick(
                "There is no such place among those who wait. Name a place from 1 to \(first).",
                "tidak ada urutan itu. Yang boleh: 1 sampai \(first), seperti dalam 'vcctl roster list'."
            )
        case .noTicket:
            pick(
                "Nobody has this ticket today. 'vcctl roster list' shows the tickets.",
                "tidak ada hari ini. Lihat: vcctl roster list"
            )
        case .notWaiting:
            pick(
                "This inmate does not wait any more: \(standing(first)). 'vcctl roster list' shows who waits.",
                "tidak menunggu lagi: \(standing(first)). Lihat: vcctl roster list"
            )
        case .notCalled:
            pick(
                "This inmate was not called yet. Call first: 'vcctl call TICKET'. To take somebody off who will not come: "
                    + "'vcctl roster remove TICKET'.",
                "belum dipanggil. Panggil dahulu: vcctl call NOMOR. Untuk menghapus yang tidak akan datang: "
                    + "vcctl roster remove NOMOR"
            )
        case .nobodyWaits:
            pick(
                "Nobody on the roster waits. Register an inmate first: 'vcctl roster add'.",
                "tidak ada yang menunggu. Daftarkan dahulu: vcctl roster add"
            )
        case .fileEmpty, .aboveTitles, .noTitles, .tooManyLines, .stopped, .columnTwice, .noSuchColumn, .columnMissing,
            .tooManyFields, .columnUnnamed, .fieldMissing, .quoteInside, .quoteOpen, .behindQuote:
            fileReason(reason, first, values.last ?? "?")
        }
    }

    /// What is wrong with the form of a file.
    private func fileReason(_ reason: API.RosterReason, _ first: String, _ last: String) -> String {
        switch reason {
        case .fileEmpty:
            pick(
                "The text is empty: its first line must name the columns.",
                "berkasnya kosong: baris pertama harus menyebut nama kolom."
            )
        case .aboveTitles:
            pick(
                "This line stands above the one that names the columns.",
                "baris ini berada di atas baris nama kolom."
            )
        case .noTitles:
            pick(
                "The first line must name the columns: number,category and where wanted class,note "
                    + "(nomor;kelompok;kelas;catatan).",
                "baris pertama harus menyebut nama kolom: nomor;kelompok dan bila perlu kelas;catatan."
            )
        case .tooManyLines:
            pick("The text has more than \(first) lines.", "berkas ini lebih dari \(first) baris.")
        case .stopped:
            pick(
                "From here on it was not looked at: correct what is said above first.",
                "mulai dari sini belum diperiksa: perbaiki dahulu yang disebut di atas."
            )
        case .columnTwice: pick("This column is there twice.", "kolom ini ada dua kali.")
        case .noSuchColumn:
            pick(
                "There is no such column; the roster has number, category, class and note.",
                "kolom ini tidak dikenal. Yang ada: nomor, kelompok, kelas dan catatan."
            )
        case .columnMissing:
            pick("The column \(first) is missing.", "kolom \(field(first)) tidak ada.")
        case .tooManyFields:
            pick(
                "The line has \(first) fields instead of \(last).",
                "baris ini berisi \(first) kolom, seharusnya \(last)."
            )
        case .columnUnnamed:
            pick("The first line gives this column no name.", "baris pertama tidak memberi nama untuk kolom ini.")
        case .fieldMissing: pick("The \(first) is missing.", "\(field(first)) belum diisi.")
        case .quoteInside:
            pick(
                "A quote stands in a field that does not begin with one.",
                "ada tanda kutip di tengah isian yang tidak diawali tanda kutip."
            )
        case .quoteOpen:
            pick("The quote is never closed on its line.", "tanda kutip tidak ditutup di baris ini.")
        case .behindQuote:
            pick("Something stands behind the closing quote.", "ada isi setelah tanda kutip penutup.")
        case .noNumber, .noCategory, .noClass, .noLine, .noReason, .registered, .served, .onLine, .unknownCategory,
            .notToday, .registrationClosed, .dayFull, .quotaReached, .noPlace, .noTicket, .notWaiting, .notCalled,
            .nobodyWaits:
            ""
        }
    }

    /// How one stands who does not wait.
    private func standing(_ state: String) -> String {
        switch API.EntryState(rawValue: state) {
        case .waiting: pick("waits", "menunggu")
        case .called: pick("is called", "dipanggil")
        case .visiting: pick("is in the visit now", "sedang dalam kunjungan")
        case .served: pick("has had the visit", "sudah dilayani")
        case .absent: pick("did not come", "tidak hadir")
        case .removed: pick("was taken off the roster", "sudah dihapus dari daftar")
        case nil: state
        }
    }
}
