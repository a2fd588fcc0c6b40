import Glibc
import ProcFS
import UnitMessages

/// Processes of the visits' accounts, and of the cgroups of a visit and its screen under whatever account.
struct ProcessScan {
    let visitor: Visitor
    let decoy: pid_t

    private static let units = [VisitGroup.unit, "vcd-screen.service"]

    func look() throws(HelperError) -> Sighting {
        let pids = ProcessTable.pids()
        var sighting = Sighting(searched: [.init(place: "process", count: pids.count)])
        for pid in pids where isVisitor(pid) && !ProcessTable.isZombie(pid) {
            if pid == decoy {
                sighting.decoy.insert("process")
            } else {
                sighting.findings.append(.init(place: "process", detail: ProcessTable.sign(of: pid)))
            }
        }
        for unit in Self.units {
            switch ControlGroup.population(of: unit) {
            case .empty: break
            case .populated: sighting.findings.append(.init(place: "cgroup", detail: "\(unit) still has processes"))
            case .unknown: throw Eyesight.blind("the cgroup of \(unit) cannot be looked at")
            }
        }
        return sighting
    }

    /// Whether any of the process's user ids is a visit's (proc_pid_status(5), Uid).
    private func isVisitor(_ pid: pid_t) -> Bool {
        ProcessTable.read("/proc/\(pid)/status").split(separator: "\n")
            .first { $0.hasPrefix("Uid:") }?
            .split(whereSeparator: \.isWhitespace).dropFirst()
            .contains { visitor.isOfVisits($0) } ?? false
    }
}
