import StationAPI

/// The words of the printed page that stand beside a receipt's values.
extension Words {
    /// A date as it is said: `Tuesday 24 November 2026`.
    func longDate(_ date: String) -> String {
        let parts = date.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1...12).contains(parts[1]) else { return date }
        let (year, month, day) = (parts[0], parts[1], parts[2])
        let english =
            "\(Self.englishDays[Self.weekday(year, month, day)]) \(day) \(Self.englishMonths[month - 1]) \(year)"
        let indonesian =
            "\(Self.indonesianDays[Self.weekday(year, month, day)]), \(day) \(Self.indonesianMonths[month - 1]) \(year)"
        return pick(english, indonesian)
    }

    /// A kind of place that a wipe destroys or a scan looks at.
    func place(_ name: String) -> String {
        switch name {
        case "home": pick("the visit's home", "ruang kunjungan")
        case "process": pick("processes", "proses")
        case "mount": pick("mounts", "kaitan (mount)")
        case "memory": pick("the visit's memory", "memori kunjungan")
        case "namespace", "kept-namespace": pick("kept namespaces", "namespace yang ditahan")
        case "open-file": pick("open files", "berkas terbuka")
        case "file": pick("files", "berkas")
        case "shared-memory": pick("shared memory", "memori bersama")
        case "ipc", "sysv-ipc": pick("shared memory and queues", "memori bersama dan antrean")
        case "core-dump": pick("crash dumps", "berkas crash")
        case "journal": pick("journal", "jurnal")
        case "keyring": pick("kernel keys", "kunci kernel")
        case "network": pick("the visit's network", "jaringan kunjungan")
        case "cgroup": pick("process group", "kelompok proses")
        default: name
        }
    }

    func destroyed(_ place: API.Destroyed) -> String {
        self.place(place.place)
            + (place.bytes.map { pick(" (\(size($0)) written)", " (\(size($0)) ditulis)") } ?? "")
    }

    func searched(_ receipt: API.Receipt) -> String {
        let extent =
            switch receipt.depth {
            case .visit: pick("Every place that a visit can write to: ", "Semua tempat yang dapat ditulisi kunjungan: ")
            case .everything: pick("The whole PC: ", "Seluruh komputer: ")
            }
        return extent + receipt.searched.map { "\(place($0.place)) \($0.count)" }.joined(separator: ", ")
    }

    /// How the call program ended; the daemon's words are `exit status 0`, `signal 15`, `unknown status`.
    func closed(_ closed: String?) -> String {
        guard let closed else { return pick("none was running", "tidak ada yang berjalan") }
        guard language == .indonesian else { return "ended with \(closed)" }
        let words = closed.split(separator: " ").map(String.init)
        return switch (words.first, words.last) {
        case ("exit", .some(let status)): "berakhir dengan status \(status)"
        case ("signal", .some(let signal)): "dihentikan dengan sinyal \(signal)"
        default: "berakhir tanpa status yang diketahui"
        }
    }

    func visit(_ id: Int?) -> String {
        id.map { pick("Visit \($0)", "Kunjungan \($0)") } ?? pick("No visit known", "Tanpa kunjungan")
    }

    var nothingFound: String { pick("nothing", "tidak ada") }
    var asWritten: String {
        pick("as it was written, follows on the one before it", "seperti ditulis, menyambung bukti sebelumnya")
    }
    var notAsWritten: String { pick("NOT AS WRITTEN", "TIDAK UTUH") }
    var notListed: String {
        pick("not proven: there are too many problems to list", "tidak terbukti: masalah terlalu banyak untuk didaftar")
    }
    var noneDeclared: String { pick("nothing that the configuration names", "tidak ada yang disebut konfigurasi") }
    var noTemplate: String { pick("none", "tanpa templat") }
    var firstOfAll: String { pick("none: this is the first receipt", "tidak ada: ini bukti pertama") }

    func onlyNewest(_ limit: Int) -> String {
        pick(
            "Only the newest \(limit) receipts of the day are shown.",
            "Hanya \(limit) bukti terbaru pada hari itu yang dimuat."
        )
    }

    /// A number of bytes in the unit that suits it, with one decimal.
    func size(_ bytes: Int) -> String {
        let units = ["B", "KiB", "MiB", "GiB"]
        var unit = 0
        var tenths = bytes * 10
        while tenths >= 10_240, unit < units.count - 1 {
            tenths /= 1_024
            unit += 1
        }
        guard unit > 0 else { return "\(bytes) B" }
        return "\(tenths / 10)\(pick(".", ","))\(tenths % 10) \(units[unit])"
    }

    private static let englishDays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let indonesianDays = ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"]
    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let indonesianMonths = [
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
        "Desember",
    ]

    /// Sunday is 0 (Sakamoto's method).
    private static func weekday(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1]
        let year = month < 3 ? year - 1 : year
        return (year + year / 4 - year / 100 + year / 400 + shift + day) % 7
    }
}
