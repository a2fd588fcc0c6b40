import Glibc
import ProcFS
import StationCore
import UnitMessages

/// Files of the visitor's account: between visits wherever an account without rights can write, else on every file
/// system there is.
struct FileScan {
    let visitor: Visitor
    let depth: ScanDepth

    /// Where a PC lets everybody write, and where it keeps what is handed to its services.
    private static let writable =
        Decoy.places
        + ["/dev/mqueue", "/run", "/var/lock", "/var/spool", "/var/crash", "/var/mail", "/home"].filter(isFolder)
    private static let mostEntries = 20_000_000
    private static let mostFindings = 50

    /// - Throws: when there is something that can't be looked at; what wasn't looked at is never clean.
    func look() throws(HelperError) -> Sighting {
        var count = 0
        var sighting = Sighting()
        let tree = FileTree<HelperError>(
            isWanted: { FileSystemKind.real.contains($1) },
            onObstacle: { obstacle throws(HelperError) in throw Self.unseen(obstacle) },
            onEntry: { entry throws(HelperError) in
                count += 1
                guard count <= Self.mostEntries else {
                    throw HelperError(
                        "The scan met more than \(Self.mostEntries) files.",
                        remedy: "The administrator clears the PC's disk."
                    )
                }
                guard visitor.isOfVisits(entry.status.st_uid) else { return }
                if Decoy.expected.contains(entry.path) {
                    sighting.decoy.insert(entry.path)
                } else if sighting.findings.count < Self.mostFindings {
                    sighting.findings.append(place(of: entry.path))
                }
            }
        )
        switch depth {
        case .everything: try tree.walk("/")
        case .visit: for place in Self.writable { try tree.walk(place) }
        }
        sighting.searched.append(.init(place: "file", count: count))
        return sighting
    }

    /// A link, as /var/lock may be one, leads to a place that is on the list itself.
    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The finding, without the file's own name, which may tell something.
    private func place(of path: String) -> ScanReport.Finding {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        let place =
            folder.hasPrefix("/dev/shm") ? "shared-memory" : folder.hasPrefix("/dev/mqueue") ? "message-queue" : "file"
        return .init(place: place, detail: "\(folder)/… of the visitor's account")
    }

    private static func unseen(_ obstacle: FileTree<HelperError>.Obstacle) -> HelperError {
        switch obstacle {
        case .unreadable(let path, let error):
            errno = error
            return .system("The scan cannot look at \(path)")
        case .tooDeep(let path):
            return HelperError(
                "The scan cannot look at \(path): it is too deep.",
                remedy: "The administrator clears the PC's disk."
            )
        }
    }
}
