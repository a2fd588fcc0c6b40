import Glibc
import ProcFS

/// The cgroup of the visit (cgroups(7)).
enum VisitGroup {
    static let unit = "vcd-visit.service"

    /// - Parameter root: where cgroups are looked for.
    /// - Throws: ``HelperError`` unless it is known that no process is in it.
    static func requireEmpty(root: String = "/sys/fs/cgroup") throws(HelperError) {
        let slice = "\(root)/system.slice"
        let state = ProcessTable.read("\(slice)/\(unit)/cgroup.events")
        if state.split(separator: "\n").contains("populated 0") { return }
        guard state.isEmpty else {
            throw HelperError(
                "The visit still has processes, so its memory is not destroyed.",
                remedy: "End it first: 'vcctl wipe'."
            )
        }
        // A file that isn't there tells nothing by itself. The kernel removes no group that has a process, so one that is
        // missing has none, where it would be seen if it were there.
        var status = stat()
        let isMissing = lstat("\(slice)/\(unit)", &status) != 0 && errno == ENOENT
        guard isMissing, ProcessTable.read("\(slice)/cgroup.events").contains("populated ") else {
            throw HelperError(
                "It is not known whether the visit still has processes: \(slice) cannot be looked at.",
                remedy: "Restart the PC; if it stays, call the administrator."
            )
        }
    }
}
