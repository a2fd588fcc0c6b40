import ProcFS
import UnitMessages

/// Journal files of a log namespace of the visits (systemd-journald.service(8)), as an earlier version had one: a visit has
/// no journal at all.
struct JournalScan {
    private static let roots = ["/var/log/journal", "/run/log/journal"]

    func look() -> Sighting {
        let folders = Self.roots.flatMap { root in DirectoryListing.names(in: root).map { "\(root)/\($0)" } }
        return Sighting(
            findings: folders.filter { $0.hasSuffix(".vcd-visit") }.flatMap { folder in
                DirectoryListing.names(in: folder)
                    .map { _ in .init(place: "journal", detail: "a journal file of the visits in \(folder)") }
            },
            searched: [.init(place: "journal", count: folders.count)]
        )
    }
}
