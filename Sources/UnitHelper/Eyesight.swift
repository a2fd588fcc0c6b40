import Glibc
import ProcFS

/// Whether the scan looks at the PC itself, and not at a view that was made for it alone.
enum Eyesight {
    private static let folders = ["/tmp", "/var", "/var/tmp", "/run", "/home", "/dev/shm", "/dev/mqueue"]
    private static let namespaces = ["pid", "ipc", "user"]

    /// - Throws: ``HelperError`` when a folder or namespace is another than the first process's.
    static func requireWholeView() throws(HelperError) {
        for kind in namespaces where ProcessTable.namespace(kind, of: getpid()) != ProcessTable.namespace(kind, of: 1) {
            throw blind("its \(kind) namespace is not the PC's")
        }
        for folder in folders {
            var own = stat()
            var theirs = stat()
            let isThere = stat(folder, &own) == 0
            let reason = errno
            guard (stat("/proc/1/root\(folder)", &theirs) == 0) == isThere, isThere || reason == ENOENT else {
                throw blind("\(folder) cannot be looked at")
            }
            // What isn't there for anybody holds nothing.
            guard isThere else { continue }
            guard own.st_dev == theirs.st_dev, own.st_ino == theirs.st_ino else {
                throw blind("its \(folder) is not the PC's")
            }
        }
    }

    static func blind(_ why: String) -> HelperError {
        HelperError(
            "The scan is blind: \(why).",
            remedy: "The administrator removes what was changed in vcd-scan.service: 'systemctl revert'."
        )
    }
}
