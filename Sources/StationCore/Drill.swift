/// Who a visit is for.
public enum VisitPurpose: Hashable, Sendable {
    /// An inmate's call.
    case call(VisitPlan)
    /// A decoy's: it plants tokens wherever a visit could, and is closed and wiped like any visit.
    case drill
    /// Nobody's: the call program shows that it starts and draws, and is closed and wiped like any visit.
    case trial

    /// Nil where no inmate sits there.
    public var plan: VisitPlan? {
        switch self {
        case .call(let plan): plan
        case .drill, .trial: nil
        }
    }
}

/// What a drill showed: each token that was planted, and where the search found it after the wipe.
public struct DrillReport: Hashable, Sendable {
    public struct Place: Hashable, Sendable {
        public let name: String
        /// How many tokens the decoy could plant there; none where the visit is denied the place.
        public let planted: Int
        public let found: Int

        public init(name: String, planted: Int, found: Int) {
            self.name = name
            self.planted = planted
            self.found = found
        }
    }

    /// One kind of place that was searched.
    public struct Area: Hashable, Sendable {
        public let name: String
        public let bytes: Int64
        public let items: Int
        public let duration: Duration
        /// What was not looked at.
        public let note: String?

        public init(name: String, bytes: Int64, items: Int, duration: Duration, note: String?) {
            self.name = name
            self.bytes = bytes
            self.items = items
            self.duration = duration
            self.note = note
        }
    }

    public let places: [Place]
    public let areas: [Area]
    /// Where tokens were found, without the tokens.
    public let hits: [String]

    public init(places: [Place], areas: [Area], hits: [String]) {
        self.places = places
        self.areas = areas
        self.hits = hits
    }

    /// Nothing was found, and there was something to find.
    public var isClean: Bool { hits.isEmpty && places.allSatisfy { $0.found == 0 } && planted > 0 }

    public var planted: Int { places.reduce(0) { $0 + $1.planted } }
}
