import Glibc
import ProcFS
import UnitMessages

/// Files of the visitor's account, wherever the PC can be written to. Also core dumps, which root keeps under the
/// number of the account that crashed (systemd-coredump(8)).
struct FileScan {
    let visitor: Visitor

    private static let places = [
        "/tmp", "/var", "/run", "/home", "/root", "/srv", "/opt", "/mnt", "/media", "/dev/shm", "/dev/mqueue",
    ]
    private static let coreDumps = "/var/lib/systemd/coredump"
    private static let mostEntries = 5_000_000
    private static let mostFindings = 50
    private static let deepest = 64
    /// What can hold files of its own, as /proc/self/mountinfo names it.
    private static let realKinds: Set<String> = [
        "ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "vfat", "exfat", "ntfs3", "tmpfs", "overlay", "mqueue", "zfs",
    ]

    private struct Walk {
        var left = mostEntries
        var found: [ScanReport.Finding] = []
    }

    /// - Throws: when there is more than can be looked at; what wasn't looked at is never clean.
    func findings() throws(HelperError) -> [ScanReport.Finding] {
        let mounts = Dictionary(MountTable.mounts(of: getpid()).map { ($0.place, $0.kind) }) { $1 }
        var walk = Walk()
        for place in Self.places {
            let folder = open(place, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            // One that isn't there holds nothing.
            if folder >= 0 { look(in: folder, place, depth: 0, mounts, &walk) }
        }
        guard walk.left > 0 else {
            throw HelperError(
                "The scan met more than \(Self.mostEntries) files and stopped.",
                remedy: "The administrator clears the PC's disk."
            )
        }
        let cores = DirectoryListing.names(in: Self.coreDumps)
            .filter { $0.split(separator: ".").dropFirst(2).first == "\(visitor.uid)" }
            .map { _ in ScanReport.Finding(place: "core-dump", detail: "in \(Self.coreDumps)") }
        return walk.found + cores
    }

    /// - Parameter folder: closed when this returns.
    private func look(in folder: Int32, _ path: String, depth: Int, _ mounts: [String: String], _ walk: inout Walk) {
        guard let stream = fdopendir(folder) else {
            close(folder)
            return
        }
        defer { closedir(stream) }
        while let entry = readdir(stream), walk.left > 0, walk.found.count < Self.mostFindings {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." { continue }
            walk.left -= 1
            var status = stat()
            guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
            if status.st_uid == visitor.uid {
                walk.found.append(.init(place: place(of: path), detail: "\(path)/… of the visitor's account"))
            }
            guard status.st_mode & S_IFMT == S_IFDIR, depth < Self.deepest else { continue }
            let inner = "\(path)/\(name)"
            if let kind = mounts[inner], !Self.realKinds.contains(kind) { continue }
            let child = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            if child >= 0 { look(in: child, inner, depth: depth + 1, mounts, &walk) }
        }
    }

    private func place(of path: String) -> String {
        if path.hasPrefix("/dev/shm") { return "shared-memory" }
        return path.hasPrefix("/dev/mqueue") ? "message-queue" : "file"
    }
}
