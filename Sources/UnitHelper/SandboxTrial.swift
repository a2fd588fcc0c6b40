import CLinux
import Glibc
import ProcFS
import UnitMessages

/// Whether a visit's sandbox holds what a visit needs: run in that very sandbox. Nobody hears there
/// what it says; the exit status tells.
struct SandboxTrial {
    func run() throws(HelperError) {
        for place in ["/tmp", "/var/tmp", "/dev/shm"] {
            guard isWritableMemory(place) else {
                throw HelperError(
                    "\(place) is not memory of the visit's own.",
                    remedy: "The administrator looks at 'namei -l \(place)'.",
                    exit: .places
                )
            }
        }
        guard vcd_try_namespaces() == 0 else {
            let reason = String(cString: strerror(errno))
            throw HelperError(
                "User namespaces are refused: \(reason).",
                remedy: "Run 'vcctl check sandbox'.",
                exit: .namespaces
            )
        }
    }

    private func isWritableMemory(_ place: String) -> Bool {
        guard case .real(let folder) = FolderPlace(place),
            MountTable.mounts(of: getpid()).last(where: { $0.place == folder })?.kind == "tmpfs"
        else { return false }
        let path = "\(folder)/.vcd-trial"
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        close(file)
        unlink(path)
        return true
    }
}
