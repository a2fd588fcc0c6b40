import Glibc

/// A walk through folders, by descriptors, so that no name on the way can lead elsewhere, and however deep they are: it
/// keeps some folders open, and finds its way back to the others by `..`, looking whether that is where it came from.
public struct FileTree<Failure: Error> {
    /// What a walk meets.
    public struct Entry {
        /// The folder that holds it; open until the body returns.
        public let folder: Int32
        /// As it is, which need be no text; it ends with a zero.
        public let bytes: [CChar]
        public let path: String
        /// The folders on its way that are root's, up to the first that is another's: names that nobody else has chosen.
        public let known: String
        public let status: stat

        /// The same as text.
        public var name: String { FileTree.text(bytes) }
        public var isFolder: Bool { status.st_mode & S_IFMT == S_IFDIR }
        public var isFile: Bool { status.st_mode & S_IFMT == S_IFREG }
    }

    /// Why something could not be looked at: an errno(3).
    public struct Obstacle: Sendable {
        public let path: String
        public let error: Int32
    }

    /// How a walk goes into a folder.
    public enum Descent {
        case whole
        /// As one of another account, whose obstacles are its own. Only the folders in it are told of.
        case foreign
        /// Not at all.
        case none
    }

    private static var mostOpen: Int { 128 }
    /// No system call takes a longer one; from here on a path says only where it leads below (path_resolution(7)).
    private static var longestPath: Int { 4_096 }

    /// Whether a walk goes into what is mounted at a place; the kind is that of proc_pid_mountinfo(5).
    public let isWanted: (_ path: String, _ kind: String) -> Bool
    /// Asked of each folder; `isForeign` says whether it is in one that is walked as such.
    public let descent: (_ folder: stat, _ isForeign: Bool) -> Descent
    public let onEntry: (Entry) throws(Failure) -> Void
    /// What can't be looked at; the walk goes on when this returns.
    public let onObstacle: (Obstacle) throws(Failure) -> Void
    private let mounts: [String: String]

    public init(
        isWanted: @escaping (_ path: String, _ kind: String) -> Bool,
        descent: @escaping (_ folder: stat, _ isForeign: Bool) -> Descent = { _, _ in .whole },
        onObstacle: @escaping (Obstacle) throws(Failure) -> Void,
        onEntry: @escaping (Entry) throws(Failure) -> Void
    ) {
        self.isWanted = isWanted
        self.descent = descent
        self.onObstacle = onObstacle
        self.onEntry = onEntry
        mounts = Dictionary(MountTable.mounts(of: getpid()).map { ($0.place, $0.kind) }) { $1 }
    }

    /// A folder on the way.
    private struct Level {
        /// Negative while it is closed.
        var descriptor: Int32
        let device: dev_t
        let inode: ino_t
        let path: String
        let known: String
        let isForeign: Bool
        /// The folders in it that the walk has not gone into yet.
        var inner: [[CChar]] = []
    }

    /// - Parameter path: an absolute path; `/` for everything.
    public func walk(_ path: String) throws(Failure) {
        var levels: [Level] = []
        defer { for level in levels where level.descriptor >= 0 { close(level.descriptor) } }
        let root = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        let place = path == "/" ? "" : path
        guard let first = try enter(root, at: place, known: place, isForeign: false) else { return }
        levels.append(first)
        while let level = levels.last {
            guard let name = levels[levels.count - 1].inner.popLast() else {
                try leave(&levels)
                continue
            }
            let inner = Self.path(level.path, Self.text(name))
            let child = openat(level.descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            if child < 0 {
                if errno != ENOENT { try tell(inner, errno, isForeign: level.isForeign) }
                continue
            }
            var status = stat()
            // It may be another by now than the one that was told of, and is judged as what it is.
            guard fstat(child, &status) == 0 else {
                let error = errno
                close(child)
                try tell(inner, error, isForeign: level.isForeign)
                continue
            }
            let descent = descent(status, level.isForeign)
            guard descent != .none else {
                close(child)
                continue
            }
            let isKnown = status.st_uid == 0 && level.known == level.path
            let isForeign = level.isForeign || descent == .foreign
            guard let next = try enter(child, at: inner, known: isKnown ? inner : level.known, isForeign: isForeign)
            else { continue }
            if levels.count >= Self.mostOpen {
                close(levels[levels.count - 1].descriptor)
                levels[levels.count - 1].descriptor = -1
            }
            levels.append(next)
        }
    }

    /// Goes back to the folder before.
    private func leave(_ levels: inout [Level]) throws(Failure) {
        let left = levels.removeLast()
        defer { close(left.descriptor) }
        guard let parent = levels.last, parent.descriptor < 0 else { return }
        let back = openat(left.descriptor, "..", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        var status = stat()
        if back >= 0, fstat(back, &status) == 0, status.st_dev == parent.device, status.st_ino == parent.inode {
            levels[levels.count - 1].descriptor = back
            return
        }
        // Somebody has moved it meanwhile: what is left in those that can't be found again was not looked at.
        if back >= 0 { close(back) }
        while let lost = levels.last, lost.descriptor < 0 {
            levels.removeLast()
            try tell(lost.path, ESTALE, isForeign: lost.isForeign)
        }
    }

    /// Tells of all that is in a folder.
    ///
    /// - Parameter folder: open in what is returned, else closed.
    private func enter(_ folder: Int32, at path: String, known: String, isForeign: Bool) throws(Failure) -> Level? {
        guard folder >= 0 else {
            try tell(path, errno, isForeign: isForeign)
            return nil
        }
        var status = stat()
        // The stream has a descriptor of its own, which is closed with it.
        let own = fcntl(folder, F_DUPFD_CLOEXEC, 0)
        guard fstat(folder, &status) == 0, own >= 0, let stream = fdopendir(own) else {
            let error = errno
            if own >= 0 { close(own) }
            close(folder)
            try tell(path, error, isForeign: isForeign)
            return nil
        }
        defer { closedir(stream) }
        var level = Level(
            descriptor: folder,
            device: status.st_dev,
            inode: status.st_ino,
            path: path,
            known: known,
            isForeign: isForeign
        )
        do throws(Failure) {
            while let found = readdir(stream) {
                // Of another's folder only the folders count, and the kernel says which they are.
                if isForeign, ![UInt8(DT_DIR), UInt8(DT_UNKNOWN)].contains(DirectoryListing.type(of: found)) {
                    continue
                }
                let text = DirectoryListing.name(of: found)
                if text == "." || text == ".." { continue }
                let inner = Self.path(path, text)
                // Asked first: a mount of a dead network disk answers nothing.
                if let kind = mounts[inner], !isWanted(inner, kind) { continue }
                let name = Self.copy(DirectoryListing.bytes(of: found))
                guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
                    if errno != ENOENT { try tell(inner, errno, isForeign: isForeign) }
                    continue
                }
                let entry = Entry(folder: folder, bytes: name, path: inner, known: known, status: status)
                try onEntry(entry)
                if entry.isFolder { level.inner.append(name) }
            }
        } catch {
            close(folder)
            throw error
        }
        return level
    }

    private func tell(_ path: String, _ error: Int32, isForeign: Bool) throws(Failure) {
        if !isForeign { try onObstacle(.init(path: path, error: error)) }
    }

    private static func copy(_ name: UnsafePointer<CChar>) -> [CChar] {
        Array(UnsafeBufferPointer(start: name, count: strlen(name) + 1))
    }

    private static func text(_ name: [CChar]) -> String {
        String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func path(_ folder: String, _ name: String) -> String {
        folder.utf8.count > longestPath ? folder : "\(folder)/\(name)"
    }
}

/// The kinds of file systems that hold files of their own. The rest is the kernel's, or on another machine.
public enum FileSystemKind {
    public static let real: Set<String> = [
        "ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "vfat", "exfat", "ntfs3", "tmpfs", "ramfs", "overlay", "mqueue",
        "zfs", "devtmpfs", "hugetlbfs",
    ]
}
