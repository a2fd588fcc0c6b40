import FoundationEssentials
import StationCore

/// A drill's result as the ledger keeps it: JSON, keys in the order of their names.
struct DrillText: Encodable {
    private struct Place: Encodable {
        let name: String
        let planted: Int
        let found: Int
    }

    private struct Area: Encodable {
        let name: String
        let bytes: Int64
        let items: Int
        let milliseconds: Int64
        let note: String?
    }

    private let places: [Place]
    private let areas: [Area]
    private let hits: [String]

    init(_ report: DrillReport) {
        places = report.places.map { Place(name: $0.name, planted: $0.planted, found: $0.found) }
        areas = report.areas.map {
            Area(
                name: $0.name,
                bytes: $0.bytes,
                items: $0.items,
                milliseconds: $0.duration.wholeMilliseconds,
                note: $0.note
            )
        }
        hits = report.hits
    }

    /// Strings and numbers alone can always be encoded.
    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
