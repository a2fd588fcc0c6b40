import CLinux
import Glibc
import ProcFS
import UnitMessages

/// One of the memories that a visit can write to: a tmpfs of vcd's own, opened. The visit sees the folder ``files`` of it.
final class Memory {
    static let files = "files"
    private static let lower = "lower"
    private static let work = "work"
    /// Where its content is brought to be destroyed.
    private static let shelf = "old"

    /// Its mount point.
    let path: String
    private var folder: Int32

    /// Opens one that is mounted.
    init(at path: String) throws(HelperError) {
        self.path = path
        folder = vcd_open_directory(path)
        guard folder >= 0 else { throw .system("The memory \(path) cannot be opened") }
    }

    deinit { letGo() }

    /// Closes it; an open one can't be unmounted.
    func letGo() {
        if folder >= 0 { close(folder) }
        folder = -1
    }

    /// Mounts a fresh one.
    ///
    /// - Parameters:
    ///   - size: in bytes.
    ///   - most: how many files it may have; it takes time to destroy them.
    convenience init(making memory: VisitMemory, size: Int64, most: Int, for visitor: Visitor) throws(HelperError) {
        let path = memory.mountPoint
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .system("\(path) cannot be made") }
        _ = try RootFolder(path)
        guard vcd_mount_memory(path, "mode=0700,size=\(size),nr_inodes=\(most)") == 0 else {
            throw .system("The memory \(path) cannot be mounted")
        }
        try self.init(at: path)
        let isHome = memory == .home
        for name in [Self.files, Self.shelf] + (isHome ? [Self.lower, Self.work] : []) {
            guard mkdirat(folder, name, 0o700) == 0 else { throw .system("\(path)/\(name) cannot be made") }
        }
        let isGiven =
            isHome
            ? fchownat(folder, Self.files, visitor.uid, visitor.gid, AT_SYMLINK_NOFOLLOW) == 0
            : fchmodat(folder, Self.files, 0o1777, 0) == 0
        guard isGiven else { throw .system("\(path) cannot be given to \(Places.visitor)") }
    }

    /// Where the template is that lies below a home.
    static let lowerPlace = "\(VisitMemory.home.mountPoint)/\(lower)"
    /// The second was an earlier version's.
    static let lowerPlaces = [lowerPlace, "\(Places.memory)/\(lower)"]
    /// Of the overlay that makes a home (mount(8)).
    static let overlayOptions =
        "lowerdir=\(lowerPlace),upperdir=\(VisitMemory.home.mountPoint)/\(files),"
        + "workdir=\(VisitMemory.home.mountPoint)/\(work)"

    /// `major:minor`.
    var device: String {
        var status = stat()
        return fstat(folder, &status) == 0 ? DeviceNumber(status.st_dev).text : ""
    }

    /// - Throws: when the kernel does not say it; then nothing is proven.
    func use() throws(HelperError) -> MemoryUse {
        var space = statvfs()
        guard fstatvfs(folder, &space) == 0 else { throw .system("\(path) cannot be asked what it holds") }
        return MemoryUse(
            bytes: Int64(space.f_blocks - space.f_bfree) * Int64(space.f_frsize),
            files: Int64(space.f_files - space.f_ffree)
        )
    }

    /// What it holds beyond its own folders.
    ///
    /// - Parameter empty: what it held when it was made; nil where an earlier version made it, and only bytes are known.
    func use(beyond empty: MemoryUse?) throws(HelperError) -> MemoryUse {
        let use = try use()
        return MemoryUse(bytes: use.bytes - (empty?.bytes ?? 0), files: empty.map { use.files - $0.files } ?? 0)
    }

    /// The same, but for the marks that the overlay keeps for itself.
    func left(beyond empty: MemoryUse?) throws(HelperError) -> MemoryUse {
        var left = try use(beyond: empty)
        left.files = max(0, left.files - marks)
        return left
    }

    /// Destroys what the visit has put there. What can't be destroyed, ``left(beyond:)`` shows.
    func destroy() {
        guard let shelf = open(Self.shelf) ?? fresh(Self.shelf) else { return }
        defer { close(shelf) }
        var destruction = Destruction(shelf: shelf)
        // `upper` was the name of an earlier version.
        for name in [Self.files, "upper"] {
            guard let files = open(name) else { continue }
            defer { close(files) }
            destruction.empty(files)
            strip(files)
        }
        if let work = open(Self.work) {
            defer { close(work) }
            for name in DirectoryListing.names(in: "/proc/self/fd/\(work)") {
                let inner = openat(work, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                guard inner >= 0 else { continue }
                defer { close(inner) }
                destruction.empty(inner, keepsDevices: true)
            }
        }
    }

    /// How many of the overlay's own marks ``destroy()`` has left.
    private var marks: Int64 {
        guard let work = open(Self.work) else { return 0 }
        defer { close(work) }
        let path = "/proc/self/fd/\(work)"
        return Int64(
            DirectoryListing.names(in: path).reduce(0) { $0 + DirectoryListing.names(in: "\(path)/\($1)").count }
        )
    }

    /// Takes from the visit's topmost folder, which stays, what the visit can have written on it: attributes, mode, times.
    private func strip(_ files: Int32) {
        vcd_remove_attributes(files, "trusted.overlay.")
        fchmod(files, 0o700)
        fchown(files, 0, 0)
        futimens(files, [timespec(), timespec()])
    }

    private func open(_ name: String) -> Int32? {
        let found = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        return found >= 0 ? found : nil
    }

    private func fresh(_ name: String) -> Int32? { mkdirat(folder, name, 0o700) == 0 ? open(name) : nil }
}
