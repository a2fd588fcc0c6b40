import CLinux
import Glibc

/// A folder that nobody but root can have put there or put things into: no symbolic link on its path, owned by root,
/// writable by root alone.
struct RootFolder: ~Copyable {
    let descriptor: Int32

    init(_ path: String) throws(HelperError) {
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
}
