import ProcFS
import UnitMessages

/// Core dumps, which root keeps under the number of the account that crashed (systemd-coredump(8)).
struct CoreDumpScan {
    let visitor: Visitor

    private static let folder = "/var/lib/systemd/coredump"

    func look() -> Sighting {
        let names = DirectoryListing.names(in: Self.folder)
        return Sighting(
            findings: names.filter { visitor.isOfVisits($0.split(separator: ".").dropFirst(2).first ?? "") }
                .map { _ in .init(place: "core-dump", detail: "in \(Self.folder)") },
            searched: [.init(place: "core-dump", count: names.count)]
        )
    }
}
