import StationCore
import UnitMessages

extension DrillReport {
    /// Sets what was planted beside what was found.
    init(planted: Planted, found: SearchReport) {
        self.init(
            places: DrillPlace.allCases.map { place in
                Place(
                    name: place.rawValue,
                    planted: planted.places.contains(place) ? 1 : 0,
                    found: found.hits.count { $0.place == place }
                )
            },
            areas: found.areas.map { area in
                Area(
                    name: area.name,
                    bytes: area.bytes,
                    items: area.items,
                    duration: .milliseconds(area.milliseconds),
                    note: area.note
                )
            },
            hits: found.hits.map { "the token of \($0.place?.rawValue ?? "an unknown place") in \($0.at)" }
        )
    }
}

extension HostError {
    init(noDrillIn place: String) {
        self.init(
            .searchFailed,
            message: "There is no drill in \(place) to search for.",
            remedy: "Run 'vcctl drill' again."
        )
    }
}
