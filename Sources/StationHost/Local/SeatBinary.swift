import CLinux
import Glibc
import StationCore

/// The vcd-seat program, at a place where the client's account can read it.
enum SeatBinary {
    /// - Returns: `path` itself, or a copy below /run when vcd is root and the account can't come to `path`.
    static func path(of path: String, readableBy account: ClientAccount, mark: String) throws(HostError) -> String {
        guard access(path, X_OK) == 0 else { throw failure("vcd-seat is missing: \(path).") }
        if !account.isDropped || account.canRead(path) { return path }
        let folder = "/run/vcd-seat-\(mark)"
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else { throw failure("\(folder) cannot be made.") }
        let copy = "\(folder)/vcd-seat"
        let fresh = "\(copy).new"
        unlink(fresh)
        let source = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(source) }
        let target = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o755)
        defer { close(target) }
        var status = stat()
        guard source >= 0, target >= 0, fstat(source, &status) == 0, fchmod(target, 0o755) == 0,
            vcd_copy_bytes(source, target, Int64(status.st_size)) == status.st_size, rename(fresh, copy) == 0
        else { throw failure("\(copy) cannot be written.") }
        return copy
    }

    private static func failure(_ message: String) -> HostError {
        HostError(
            .isolationUnavailable,
            message: message,
            remedy: "The administrator installs vcd again: vcd-seat belongs beside vcd."
        )
    }
}
