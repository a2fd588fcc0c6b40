import Glibc
import ProcFS
import StationCore
import UnitMessages

/// Files of the visitor's account: between visits wherever an account without rights can write, else on every file
/// system there is.
///
/// What a person's account keeps in folders of its own can't be a visit's: nobody can give a file away (chown(2)), and where
/// no other account may write, none can leave one. There only the folders are followed, which may let others write, and not
/// for longer than a moment: no such account can keep the station from its work, however much it has, and how deep.
struct FileScan {
    let visitor: Visitor
    let decoy: Decoy.Places
    let depth: ScanDepth

    /// Where a PC lets everybody write, and where it keeps what is handed to its services.
    private static let writable =
        Decoy.Places.writable
        + ["/dev/mqueue", "/run", "/var/lock", "/var/spool", "/var/crash", "/var/mail", "/home"].filter(isFolder)
    private static let mostEntries = 20_000_000
    private static let mostFindings = 50
    /// The first number of people's accounts (login.defs(5), UID_MIN).
    private static let firstPerson: uid_t = 1_000

    /// How long a scan follows the folders of people's accounts.
    private var patience: Duration {
        switch depth {
        case .visit: .seconds(2)
        case .everything: .seconds(30)
        }
    }

    /// - Throws: when there is something that can't be looked at; what wasn't looked at is never clean.
    func look() throws(HelperError) -> Sighting {
        var count = 0
        var sighting = Sighting()
        var spent = Stopwatch(limit: patience)
        let tree = FileTree<HelperError>(
            isWanted: { FileSystemKind.real.contains($1) },
            descent: { folder, isForeign in
                guard isForeign || isForeigners(folder) else {
                    spent.stop()
                    return .whole
                }
                spent.start()
                return isClosed(folder) || spent.isOver ? .none : .foreign
            },
            onObstacle: { obstacle throws(HelperError) in
                errno = obstacle.error
                throw .system("The scan cannot look at \(obstacle.path)")
            },
            onEntry: { entry throws(HelperError) in
                count += 1
                guard count <= Self.mostEntries else {
                    throw HelperError(
                        "The scan met more than \(Self.mostEntries) files.",
                        remedy: "The administrator clears the PC's disk."
                    )
                }
                guard visitor.isOfVisits(entry.status.st_uid) else { return }
                if decoy.expected.contains(entry.path) {
                    sighting.decoy.insert(entry.path)
                } else if sighting.findings.count < Self.mostFindings {
                    sighting.findings.append(place(of: entry))
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

    private func isForeigners(_ folder: stat) -> Bool {
        folder.st_uid >= Self.firstPerson && !visitor.isOfVisits(folder.st_uid)
            // Where everybody may write, a visit's account can have written.
            && folder.st_mode & 0o002 == 0
    }

    /// Whether nobody but its owner gets any further: what of an access list lets others in is within the group's bits
    /// (acl(5), the mask).
    private func isClosed(_ folder: stat) -> Bool { isForeigners(folder) && folder.st_mode & 0o011 == 0 }

    /// A link, as /var/lock may be one, leads to a place that is on the list itself.
    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The finding, without any name that may tell something.
    private func place(of entry: FileTree<HelperError>.Entry) -> ScanReport.Finding {
        let folder = entry.known
        let place =
            folder.hasPrefix("/dev/shm") ? "shared-memory" : folder.hasPrefix("/dev/mqueue") ? "message-queue" : "file"
        return .init(place: place, detail: "below \(folder.isEmpty ? "/" : folder), of uid \(entry.status.st_uid)")
    }
}

/// How long something took in all that was begun and left off many times.
private struct Stopwatch {
    let limit: Duration
    private var spent: Duration = .zero
    private var since: ContinuousClock.Instant?

    init(limit: Duration) { self.limit = limit }

    var isOver: Bool { spent + (since.map { ContinuousClock.now - $0 } ?? .zero) > limit }

    mutating func start() { if since == nil { since = .now } }

    mutating func stop() {
        guard let begin = since else { return }
        spent += ContinuousClock.now - begin
        since = nil
    }
}
