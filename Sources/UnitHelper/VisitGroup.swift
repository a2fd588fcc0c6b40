import ProcFS

/// The cgroup of the visit (cgroups(7)).
enum VisitGroup {
    static let unit = "vcd-visit.service"

    /// - Parameter root: where cgroups are looked for.
    /// - Throws: ``HelperError`` unless it is known that no process is in it.
    static func requireEmpty(root: String = "/sys/fs/cgroup") throws(HelperError) {
        switch ControlGroup.population(of: unit, root: root) {
        case .empty: return
        case .populated:
            throw HelperError(
                "The visit still has processes, so its memory is not destroyed.",
                remedy: "End it first: 'vcctl wipe'."
            )
        case .unknown:
            throw HelperError(
                "It is not known whether the visit still has processes: \(root)/system.slice cannot be looked at.",
                remedy: "Restart the PC; if it stays, call the administrator."
            )
        }
    }
}
