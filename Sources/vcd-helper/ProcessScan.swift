import Glibc
import ProcFS
import UnitMessages

/// Processes of the visitor's account, and of the visit's cgroup under whatever account.
struct ProcessScan {
    let visitor: Visitor

    private static let controlGroup = "/sys/fs/cgroup/system.slice/vcd-visit.service"

    func findings() -> [ScanReport.Finding] {
        let processes = ProcessTable.pids().filter { isVisitor($0) && !ProcessTable.isZombie($0) }.map { pid in
            ScanReport.Finding(place: "process", detail: "\(ProcessTable.name(of: pid)) (\(pid))")
        }
        let isPopulated = ProcessTable.read("\(Self.controlGroup)/cgroup.events").contains("populated 1")
        return processes
            + (isPopulated ? [.init(place: "cgroup", detail: "vcd-visit.service still has processes")] : [])
    }

    /// Whether any of the process's user ids is the visitor's (proc_pid_status(5), Uid).
    private func isVisitor(_ pid: pid_t) -> Bool {
        ProcessTable.read("/proc/\(pid)/status").split(separator: "\n")
            .first { $0.hasPrefix("Uid:") }?
            .split(whereSeparator: \.isWhitespace).dropFirst()
            .contains("\(visitor.uid)") ?? false
    }
}
