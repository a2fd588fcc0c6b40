import CLinux
import Glibc

/// A folder that nobody but root can have put there or put things into: no symbolic link on its path, owned by root,
/// writable by root alone.
struct RootFolder: ~Copyable {
    let descriptor: Int32
    private let path: String

    init(_ path: String) throws(HelperError) {
        self.path = path
        descriptor = vcd_open_directory(path)
        guard descriptor >= 0 else { throw .system("The folder \(path) cannot be opened") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_uid == 0, status.st_mode & 0o022 == 0 else {
            close(descriptor)
            throw HelperError(
                "The folder \(path) is not root's alone.",
                remedy: "The administrator runs: chown root \(path); chmod go-w \(path)."
            )
        }
    }

    deinit { close(descriptor) }

    /// Replaces a file in the folder whole, on the disk, or leaves the old one.
    ///
    /// - Parameter group: whom the file is given to, for which a unit needs the right to do so; nil: it stays root's.
    func replace(_ name: String, with bytes: [UInt8], mode: mode_t, group: gid_t? = nil) throws(HelperError) {
        let fresh = ".\(name).new"
        unlinkat(descriptor, fresh, 0)
        let file = openat(descriptor, fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard file >= 0 else { throw .system("\(path)/\(name) cannot be written") }
        defer { close(file) }
        if let group, fchown(file, 0, group) != 0 { throw .system("\(path)/\(name) cannot be written") }
        guard fchmod(file, mode) == 0, write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0,
            renameat(descriptor, fresh, descriptor, name) == 0
        else { throw .system("\(path)/\(name) cannot be written") }
    }
}
