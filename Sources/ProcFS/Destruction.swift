import Glibc

/// Destroys what lies in a folder of a memory: each file is emptied first, so that whoever holds it open or mapped holds
/// nothing, and then loses its name.
///
/// It goes by descriptors and follows no name elsewhere. Folders within folders are brought to one shelf, so that however
/// deep they are, it is never deeper in than one; names may be of any bytes.
public struct Destruction {
    /// How many names it has removed.
    public private(set) var removed = 0
    /// Why something could not be removed, as of errno(3); nil when all could.
    public private(set) var fault: Int32?

    private let shelf: Int32
    private var shelved = 0
    private let dot = CChar(UInt8(ascii: "."))

    /// - Parameter shelf: an empty folder of the same memory, which nothing but this uses.
    public init(shelf: Int32) { self.shelf = shelf }

    /// Empties a folder; the folder itself stays.
    ///
    /// - Parameters:
    ///   - name: the shelf's own, where it is in there: it stays.
    ///   - keepsDevices: whether devices stay. An overlay keeps one in its work folder for as long as it is mounted
    ///     anywhere, which marks what was deleted; a visit can put none there.
    public mutating func empty(_ folder: Int32, but name: String = "", keepsDevices: Bool = false) {
        while clear(folder, but: name, keepsDevices: keepsDevices) {}
        while clearShelf() {}
    }

    /// - Returns: whether anything was removed, so that a further look may show more (readdir(3)).
    private mutating func clear(_ folder: Int32, but own: String, keepsDevices: Bool) -> Bool {
        let before = removed
        forEachName(in: folder) { work, name, type in
            if !own.isEmpty, strcmp(name, own) == 0 { return }
            switch Int32(type) {
            case Int32(DT_DIR): work.putOnShelf(name, from: folder)
            case Int32(DT_CHR) where keepsDevices: break
            case Int32(DT_REG):
                // Not blocking: nobody's lease on the file may hold this (fcntl(2), F_SETLEASE).
                let flags = O_WRONLY | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
                var file = openat(folder, name, flags)
                if file < 0, errno == EACCES, fchmodat(folder, name, 0o600, 0) == 0 {
                    file = openat(folder, name, flags)
                }
                if file >= 0 { close(file) }
                work.remove(name, from: folder, 0)
            default: work.remove(name, from: folder, 0)
            }
        }
        return removed > before
    }

    private mutating func clearShelf() -> Bool {
        let before = removed
        forEachName(in: shelf) { work, name, _ in
            let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
            var folder = openat(work.shelf, name, flags)
            if folder < 0, errno == EACCES, fchmodat(work.shelf, name, 0o700, 0) == 0 {
                folder = openat(work.shelf, name, flags)
            }
            guard folder >= 0 else { return work.fault = errno }
            defer { close(folder) }
            while work.clear(folder, but: "", keepsDevices: false) {}
            work.remove(name, from: work.shelf, AT_REMOVEDIR)
        }
        return removed > before
    }

    private mutating func putOnShelf(_ name: UnsafePointer<CChar>, from folder: Int32) {
        shelved += 1
        let place = String(shelved)
        if renameat(folder, name, shelf, place) == 0 { return removed += 1 }
        // Who may not write to a folder may not move it either, though it is his own.
        guard errno == EACCES, fchmodat(folder, name, 0o700, 0) == 0, renameat(folder, name, shelf, place) == 0 else {
            return fault = errno
        }
        removed += 1
    }

    private mutating func remove(_ name: UnsafePointer<CChar>, from folder: Int32, _ flags: Int32) {
        if unlinkat(folder, name, flags) == 0 { removed += 1 } else if errno != ENOENT { fault = errno }
    }

    private mutating func forEachName(
        in folder: Int32,
        _ body: (inout Destruction, UnsafePointer<CChar>, UInt8) -> Void
    ) {
        // With an offset of its own.
        let copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { return fault = errno }
        guard let stream = fdopendir(copy) else {
            fault = errno
            close(copy)
            return
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = DirectoryListing.bytes(of: entry)
            if name[0] == dot, name[1] == 0 || name[1] == dot && name[2] == 0 { continue }
            body(&self, name, DirectoryListing.type(of: entry))
        }
    }
}
