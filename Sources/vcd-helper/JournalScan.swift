import ProcFS
import UnitMessages

/// Journal files of the visits' log namespace (systemd-journald.service(8)): it stores nothing.
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
