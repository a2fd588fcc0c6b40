import Glibc

/// Goes through a folder, each folder before what is in it, and through no symbolic link.
struct TreeWalk {
    /// One thing on the way. It lives only as long as the call it is handed to.
    struct Stop {
        /// The open folder that it is in, and its name there.
        let folder: Int32
        let name: UnsafePointer<CChar>
        /// Below the folder that the walk began with; empty for that folder itself.
        let path: [UInt8]
        let status: stat
    }

    /// More than this is no template, but a folder named by mistake.
    private static let mostEntries = 200_000
    private static let deepest = 64

    private let visit: (Stop) throws(TemplateError) -> Void
    private var path: [UInt8] = []
    private var count = 0
    private var device: dev_t = 0

    static func run(
        _ folder: Int32,
        _ visit: @escaping (Stop) throws(TemplateError) -> Void
    ) throws(TemplateError) {
        var walk = TreeWalk(visit: visit)
        try walk.enter(folder, ".", depth: 0)
    }

    private init(visit: @escaping (Stop) throws(TemplateError) -> Void) { self.visit = visit }

    private mutating func enter(_ parent: Int32, _ name: UnsafePointer<CChar>, depth: Int) throws(TemplateError) {
        var status = stat()
        guard fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw unreadable() }
        count += 1
        guard count <= Self.mostEntries, depth <= Self.deepest else {
            throw TemplateError(.unfit, "The template holds more than a template can, or is too deep.")
        }
        if depth == 0 { device = status.st_dev }
        try visit(Stop(folder: parent, name: name, path: path, status: status))
        // What is mounted there is not the template's.
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_dev == device else { return }
        let folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard folder >= 0 else { throw unreadable() }
        guard let stream = fdopendir(folder) else {
            close(folder)
            throw unreadable()
        }
        defer { closedir(stream) }
        errno = 0
        while let entry = readdir(stream) {
            let name = UnsafeRawPointer(entry).advanced(by: Self.nameOffset).assumingMemoryBound(to: CChar.self)
            let length = strlen(name)
            if strcmp(name, ".") == 0 || strcmp(name, "..") == 0 { continue }
            let before = path.count
            if before > 0 { path.append(UInt8(ascii: "/")) }
            path.append(contentsOf: UnsafeRawBufferPointer(start: name, count: length))
            try enter(folder, name, depth: depth + 1)
            path.removeLast(path.count - before)
            errno = 0
        }
        guard errno == 0 else { throw unreadable() }
    }

    private static let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0

    private func unreadable() -> TemplateError {
        let reason = String(cString: strerror(errno))
        return TemplateError(.unreadable, "The template cannot be read at '\(EscapedPath.escape(path))': \(reason).")
    }
}
