import Glibc
import ProcFS
import UnitMessages

/// Processes of the visitor's account, and of the visit's cgroup under whatever account.
struct ProcessScan {
    let visitor: Visitor
    let decoy: pid_t

    private static let controlGroup = "/sys/fs/cgroup/system.slice/vcd-visit.service"

    func look() -> Sighting {
        let pids = ProcessTable.pids()
        var sighting = Sighting(searched: [.init(place: "process", count: pids.count)])
        for pid in pids where isVisitor(pid) && !ProcessTable.isZombie(pid) {
            if pid == decoy {
                sighting.decoy.insert("process")
            } else {
                sighting.findings.append(.init(place: "process", detail: "\(ProcessTable.name(of: pid)) (\(pid))"))
            }
        }
        if ProcessTable.read("\(Self.controlGroup)/cgroup.events").contains("populated 1") {
            sighting.findings.append(.init(place: "cgroup", detail: "vcd-visit.service still has processes"))
        }
        return sighting
    }

    /// Whether any of the process's user ids is the visitor's (proc_pid_status(5), Uid).
    private func isVisitor(_ pid: pid_t) -> Bool {
        ProcessTable.read("/proc/\(pid)/status").split(separator: "\n")
            .first { $0.hasPrefix("Uid:") }?
            .split(whereSeparator: \.isWhitespace).dropFirst()
            .contains("\(visitor.uid)") ?? false
    }
}
