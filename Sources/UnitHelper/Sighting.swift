import UnitMessages

/// What one look of the scan saw.
struct Sighting {
    var findings: [ScanReport.Finding] = []
    /// The parts of the decoy that were seen, as ``Decoy/expected`` names them.
    var decoy: Set<String> = []
    /// How much was looked at, by kind.
    var searched: [ScanReport.Searched] = []

    static func + (a: Sighting, b: Sighting) -> Sighting {
        Sighting(
            findings: a.findings + b.findings,
            decoy: a.decoy.union(b.decoy),
            searched: a.searched + b.searched
        )
    }
}
