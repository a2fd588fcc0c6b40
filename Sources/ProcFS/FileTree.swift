import Glibc

/// A walk through folders, by descriptors, so that no name on the way can lead elsewhere.
public struct FileTree<Failure: Error> {
    /// What a walk meets.
    public struct Entry {
        /// The folder that holds it; open until the body returns.
        public let folder: Int32
        public let name: String
        public let path: String
        public let status: stat

        public var isFolder: Bool { status.st_mode & S_IFMT == S_IFDIR }
        public var isFile: Bool { status.st_mode & S_IFMT == S_IFREG }
    }

    /// Why something could not be looked at.
    public enum Obstacle {
        case unreadable(path: String, error: Int32)
        case tooDeep(path: String)
    }

    private static var deepest: Int { 256 }

    /// Whether a walk goes into what is mounted at a place; the kind is that of proc_pid_mountinfo(5).
    public let isWanted: (_ path: String, _ kind: String) -> Bool
    public let onEntry: (Entry) throws(Failure) -> Void
    /// What can't be looked at; the walk goes on when this returns.
    public let onObstacle: (Obstacle) throws(Failure) -> Void
    private let mounts: [String: String]

    public init(
        isWanted: @escaping (_ path: String, _ kind: String) -> Bool,
        onObstacle: @escaping (Obstacle) throws(Failure) -> Void,
        onEntry: @escaping (Entry) throws(Failure) -> Void
    ) {
        self.isWanted = isWanted
        self.onObstacle = onObstacle
        self.onEntry = onEntry
        mounts = Dictionary(MountTable.mounts(of: getpid()).map { ($0.place, $0.kind) }) { $1 }
    }

    /// - Parameter path: an absolute path; `/` for everything.
    public func walk(_ path: String) throws(Failure) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard folder >= 0 else { return try onObstacle(.unreadable(path: path, error: errno)) }
        try walk(folder, path == "/" ? "" : path, depth: 0)
    }

    /// - Parameter folder: closed when this returns.
    private func walk(_ folder: Int32, _ path: String, depth: Int) throws(Failure) {
        guard let stream = fdopendir(folder) else {
            let error = errno
            close(folder)
            return try onObstacle(.unreadable(path: path, error: error))
        }
        defer { closedir(stream) }
        while let found = readdir(stream) {
            let name = DirectoryListing.name(of: found)
            if name == "." || name == ".." { continue }
            let inner = "\(path)/\(name)"
            // Asked first: a mount of a dead network disk answers nothing.
            if let kind = mounts[inner], !isWanted(inner, kind) { continue }
            var status = stat()
            guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
                if errno != ENOENT { try onObstacle(.unreadable(path: inner, error: errno)) }
                continue
            }
            let entry = Entry(folder: folder, name: name, path: inner, status: status)
            try onEntry(entry)
            if entry.isFolder { try descend(entry, depth: depth + 1) }
        }
    }

    private func descend(_ entry: Entry, depth: Int) throws(Failure) {
        guard depth < Self.deepest else { return try onObstacle(.tooDeep(path: entry.path)) }
        let child = openat(entry.folder, entry.name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        if child >= 0 {
            try walk(child, entry.path, depth: depth)
        } else if errno != ENOENT {
            try onObstacle(.unreadable(path: entry.path, error: errno))
        }
    }
}

/// The kinds of file systems that hold files of their own. The rest is the kernel's, or on another machine.
public enum FileSystemKind {
    public static let real: Set<String> = [
        "ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "vfat", "exfat", "ntfs3", "tmpfs", "ramfs", "overlay", "mqueue",
        "zfs", "devtmpfs", "hugetlbfs",
    ]
}
