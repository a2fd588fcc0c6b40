import StationAPI

/// The roster as a file that import takes again.
enum RosterCSV {
    static let columns = ["number", "category", "class", "note"]

    /// Those who are off the roster are not of it.
    static func text(of entries: [API.Entry]) -> String {
        entries.filter { $0.state != .removed }.reduce(into: CSV.line(columns)) { text, entry in
            text += CSV.line([entry.number, entry.category, entry.class.rawValue, entry.note ?? ""])
        }
    }
}
