import Glibc

/// Whether a unit's cgroup has a process (cgroups(7), cgroup.events).
public enum ControlGroup {
    public enum Population: Sendable {
        case empty, populated
        /// It can't be looked at, which tells nothing.
        case unknown
    }

    /// - Parameters:
    ///   - unit: one of the system's slice, as vcd's are (systemd.slice(5)).
    ///   - root: where cgroups are looked for.
    public static func population(of unit: String, root: String = "/sys/fs/cgroup") -> Population {
        let slice = "\(root)/system.slice"
        let lines = ProcessTable.read("\(slice)/\(unit)/cgroup.events").split(separator: "\n")
        if lines.contains("populated 0") { return .empty }
        if lines.contains("populated 1") { return .populated }
        // The kernel removes no group that has a process, so one that is missing has none, where it would be seen if it were
        // there.
        var status = stat()
        let isMissing = lines.isEmpty && lstat("\(slice)/\(unit)", &status) != 0 && errno == ENOENT
        let isSeen = isMissing && ProcessTable.read("\(slice)/cgroup.events").contains("populated ")
        return isSeen ? .empty : .unknown
    }
}
