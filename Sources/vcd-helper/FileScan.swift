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
    private static let writable = [
        "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/var/lock", "/var/spool", "/var/crash", "/var/mail",
        "/home",
    ]
    private static let mostEntries = 20_000_000
    private static let mostFindings = 50
    private static let deepest = 256
    /// What can hold files of its own, as /proc/self/mountinfo names it. The rest is the kernel's own, or on another
    /// machine.
    private static let realKinds: Set<String> = [
        "ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "vfat", "exfat", "ntfs3", "tmpfs", "ramfs", "overlay", "mqueue",
        "zfs", "devtmpfs", "hugetlbfs",
    ]

    private struct Walk {
        let mounts: [String: String]
        var count = 0
        var sighting = Sighting()
    }

    /// - Throws: when there is something that can't be looked at; what wasn't looked at is never clean.
    func look() throws(HelperError) -> Sighting {
        let mounts = Dictionary(MountTable.mounts(of: getpid()).map { ($0.place, $0.kind) }) { $1 }
        var walk = Walk(mounts: mounts)
        switch depth {
        case .everything: try look(in: "", &walk)
        case .visit: for place in Self.writable where Self.isFolder(place) { try look(in: place, &walk) }
        }
        walk.sighting.searched.append(.init(place: "file", count: walk.count))
        return walk.sighting
    }

    /// A link, as /var/lock may be one, leads to a place that is on the list itself.
    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// - Parameter path: without a slash at its end; the root is empty.
    private func look(in path: String, _ walk: inout Walk) throws(HelperError) {
        let folder = open(path.isEmpty ? "/" : path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard folder >= 0 else { throw Self.unseen(path) }
        try look(in: folder, path, depth: 0, &walk)
    }

    /// - Parameter folder: closed when this returns.
    private func look(in folder: Int32, _ path: String, depth: Int, _ walk: inout Walk) throws(HelperError) {
        guard let stream = fdopendir(folder) else {
            close(folder)
            throw Self.unseen(path)
        }
        defer { closedir(stream) }
        while let entry = readdir(stream), walk.sighting.findings.count < Self.mostFindings {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." { continue }
            walk.count += 1
            guard walk.count <= Self.mostEntries, depth < Self.deepest else {
                throw HelperError(
                    "The scan met more than \(Self.mostEntries) files, or folders more than \(Self.deepest) deep.",
                    remedy: "The administrator clears the PC's disk."
                )
            }
            let inner = "\(path)/\(name)"
            if let kind = walk.mounts[inner], !Self.realKinds.contains(kind) { continue }
            try look(at: name, in: folder, inner, depth: depth, &walk)
        }
    }

    private func look(
        at name: String,
        in folder: Int32,
        _ path: String,
        depth: Int,
        _ walk: inout Walk
    ) throws(HelperError) {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            if errno == ENOENT { return }
            throw Self.unseen(path)
        }
        if status.st_uid == visitor.uid {
            if name == Decoy.name, Decoy.expected.contains(path) {
                walk.sighting.decoy.insert(path)
            } else {
                walk.sighting.findings.append(place(of: path))
            }
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { return }
        let child = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard child >= 0 else {
            if errno == ENOENT { return }
            throw Self.unseen(path)
        }
        try look(in: child, path, depth: depth + 1, &walk)
    }

    /// The finding, without the file's own name, which may tell something.
    private func place(of path: String) -> ScanReport.Finding {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        let place =
            folder.hasPrefix("/dev/shm") ? "shared-memory" : folder.hasPrefix("/dev/mqueue") ? "message-queue" : "file"
        return .init(place: place, detail: "\(folder)/… of the visitor's account")
    }

    private static func unseen(_ path: String) -> HelperError { .system("The scan cannot look at \(path)") }
}
