import StationAPI

/// How a drill's result is told.
extension Words {
    func drill(_ reply: API.Drill.Reply) -> [String] {
        let places = reply.places ?? []
        let planted = places.reduce(0) { $0 + $1.planted }
        let found = places.reduce(0) { $0 + $1.found }
        let verdict =
            reply.clean == true
            ? pick(
                "The drill is passed: \(planted) tokens planted, none found after the wipe.",
                "Uji pembersihan lulus: \(planted) tanda ditanam, tidak satu pun ditemukan setelah dibersihkan."
            )
            : pick(
                "THE DRILL FAILED: \(planted) tokens planted, \(found) found after the wipe.",
                "UJI PEMBERSIHAN GAGAL: \(planted) tanda ditanam, \(found) ditemukan setelah dibersihkan."
            )
        return [pick("planted in", "ditanam di")] + places.map(place)
            + [pick("searched", "diperiksa")] + (reply.searched ?? []).map(area) + [verdict]
    }

    private func place(_ place: API.DrillPlace) -> String {
        let result =
            place.planted == 0
            ? pick("denied to a visit", "tertutup bagi kunjungan")
            : place.found == 0
                ? pick("not found any more", "tidak ditemukan lagi")
                : pick("FOUND \(place.found) times", "DITEMUKAN \(place.found) kali")
        return "  " + Self.column(place.name, 16) + result
    }

    private func area(_ area: API.SearchedArea) -> String {
        "  " + Self.column(area.name, 28) + Self.column("\(area.items)", 9) + Self.column(Self.size(area.bytes), 10)
            + "\(area.milliseconds) ms" + (area.note.map { "  (\($0))" } ?? "")
    }

    /// A number of bytes, rounded: `12 kB`, `1.5 GB`.
    static func size(_ bytes: Int) -> String {
        switch bytes {
        case ..<1_000: "\(bytes) B"
        case ..<1_000_000: "\(bytes / 1_000) kB"
        case ..<1_000_000_000: "\(bytes / 1_000_000) MB"
        default: "\(bytes / 1_000_000_000).\(bytes % 1_000_000_000 / 100_000_000) GB"
        }
    }
}
