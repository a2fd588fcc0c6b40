import Glibc
import ProcFS

extension TraceSearch {
    private static let stored = "compressed and encrypted contents are searched as they are stored"

    /// Searches names and contents of all files below `roots`, on every file system that holds files of its own.
    public mutating func searchFiles(_ name: String, below roots: [String]) {
        measure(name, note: Self.stored) { search, progress in
            // The tree's closures can't change what is passed in place.
            var (inner, met) = (search, progress)
            let tree = FileTree<Never>(
                isWanted: { FileSystemKind.real.contains($1) },
                onObstacle: { _ in met.unseen += 1 },
                onEntry: { entry in inner.look(at: entry, &met) }
            )
            for root in roots { tree.walk(root) }
            (search, progress) = (inner, met)
        }
    }

    private mutating func look(at entry: FileTree<Never>.Entry, _ progress: inout Progress) {
        progress.items += 1
        // The name may be the token: it is not said again.
        let folder = entry.path.lastIndex(of: "/").map { String(entry.path[..<$0]) } ?? ""
        searchName(entry.name, at: "a name in \(folder)/")
        if entry.status.st_mode & S_IFMT == S_IFLNK {
            searchName(ProcessTable.link(entry.path) ?? "", at: "a link in \(folder)/")
        }
        guard entry.isFile, entry.status.st_size > 0 else { return }
        // O_NONBLOCK: a file that became a pipe by now must not hold the search.
        let file = openat(entry.folder, entry.bytes, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            if errno != ENOENT { progress.unseen += 1 }
            return
        }
        defer { close(file) }
        if !search(file, at: "a file in \(folder)/", &progress) { progress.unseen += 1 }
    }

    /// Searches a block device, byte by byte.
    public mutating func searchDevice(_ path: String) {
        measure("raw \(path)", note: Self.stored) { search, progress in
            let device = open(path, O_RDONLY | O_CLOEXEC)
            guard device >= 0 else {
                progress.unseen += 1
                return
            }
            defer { close(device) }
            progress.items = 1
            if !search.search(device, at: path, &progress) { progress.unseen += 1 }
        }
    }
}
