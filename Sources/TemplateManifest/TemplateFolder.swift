import CLinux
import Digests
import Glibc
import UnitMessages

/// A template's folder, open; whoever opened it closes it.
public struct TemplateFolder {
    let path: String
    let descriptor: Int32
    /// Who may own what is in it.
    let owners: Set<uid_t>

    public init(path: String, descriptor: Int32, owners: Set<uid_t>) {
        self.path = path
        self.descriptor = descriptor
        self.owners = owners
    }

    /// A template, read whole.
    public struct Reading {
        public let manifest: Manifest
        /// What no template may hold, and why.
        public let unfit: [TemplateReport.Change]
        /// Nil where something in it is too new.
        let fingerprint: String?
    }

    /// The fingerprint alone: as many looks as there are entries, however big they are.
    func fingerprint(with record: stat?) throws(TemplateError) -> String? {
        var fingerprint = Fingerprint()
        if let record { fingerprint.add([], record) }
        try TreeWalk.run(descriptor) { stop in fingerprint.add(stop.path, stop.status) }
        return fingerprint.finish()
    }

    /// Reads everything.
    ///
    /// - Parameter record: the state of the file that says what was accepted, for the fingerprint.
    func read(with record: stat?) throws(TemplateError) -> Reading {
        var fingerprint = Fingerprint()
        if let record { fingerprint.add([], record) }
        var entries: [TemplateEntry] = []
        var unfit: [TemplateReport.Change] = []
        var device: dev_t?
        try TreeWalk.run(descriptor) { stop throws(TemplateError) in
            fingerprint.add(stop.path, stop.status)
            let status = stop.status
            let (content, hasCapabilities) = try Self.content(of: stop)
            let entry = TemplateEntry(
                kind: .init(status.st_mode),
                mode: status.st_mode & 0o7777,
                owner: "\(status.st_uid):\(status.st_gid)",
                size: status.st_mode & S_IFMT == S_IFDIR ? 0 : Int64(status.st_size),
                content: content,
                path: EscapedPath.escape(stop.path)
            )
            entries.append(entry)
            let isElsewhere = status.st_dev != device ?? status.st_dev
            device = device ?? status.st_dev
            let reasons =
                objections(to: entry, owner: status.st_uid)
                + (hasCapabilities ? ["has capabilities"] : []) + (isElsewhere ? ["is on another file system"] : [])
            unfit += reasons.map { .init(path: entry.path, change: $0) }
        }
        return Reading(manifest: Manifest(entries), unfit: unfit, fingerprint: fingerprint.finish())
    }

    /// Why an entry has no place in a template.
    private func objections(to entry: TemplateEntry, owner: uid_t) -> [String] {
        var reasons: [String] = []
        switch entry.kind {
        case .device: reasons.append("is a device node")
        case .pipe: reasons.append("is a pipe")
        case .socket: reasons.append("is a socket")
        case .file, .folder, .link: break
        }
        if entry.mode & 0o4000 != 0 { reasons.append("is setuid") }
        if entry.mode & 0o2000 != 0 { reasons.append("is setgid") }
        if entry.mode & 0o1000 != 0 { reasons.append("is sticky") }
        if !owners.contains(owner) { reasons.append("belongs to uid \(owner)") }
        // A link has no permissions of its own (symlink(7)).
        if entry.kind != .link, entry.mode & 0o022 != 0 { reasons.append("can be written by others than its owner") }
        return reasons
    }

    private static let chunk = 1 << 18

    private static func content(of stop: TreeWalk.Stop) throws(TemplateError) -> (String, hasCapabilities: Bool) {
        switch stop.status.st_mode & S_IFMT {
        case S_IFREG: return try file(stop)
        case S_IFLNK:
            var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
            let count = readlinkat(stop.folder, stop.name, &target, target.count)
            guard count >= 0 else { throw unreadable(stop) }
            return (SHA256.digest(of: target.span.extracting(..<count).bytes).hexadecimal, false)
        default: return ("-", false)
        }
    }

    private static func file(_ stop: TreeWalk.Stop) throws(TemplateError) -> (String, hasCapabilities: Bool) {
        let file = openat(stop.folder, stop.name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw unreadable(stop) }
        defer { close(file) }
        let hash = SHA256()
        var buffer = [UInt8](repeating: 0, count: chunk)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(stop) }
            if count == 0 { break }
            hash.update(buffer.span.extracting(..<count).bytes)
        }
        var after = stat()
        guard fstat(file, &after) == 0, after.st_ino == stop.status.st_ino, after.st_dev == stop.status.st_dev,
            after.st_ctim.tv_sec == stop.status.st_ctim.tv_sec, after.st_ctim.tv_nsec == stop.status.st_ctim.tv_nsec
        else {
            throw TemplateError(
                .unreadable,
                "The template was changed while it was read: \(EscapedPath.escape(stop.path))."
            )
        }
        return (hash.finalize().hexadecimal, vcd_has_capabilities(file) == 1)
    }

    private static func unreadable(_ stop: TreeWalk.Stop) -> TemplateError {
        let reason = String(cString: strerror(errno))
        return TemplateError(
            .unreadable,
            "The template cannot be read at '\(EscapedPath.escape(stop.path))': \(reason)."
        )
    }
}
