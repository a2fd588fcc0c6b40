import Glibc
import ProcFS
import UnitMessages

/// Files of a home that a process still holds: open, mapped, as its working directory, its root or its program. Such a
/// file keeps the home's memory even when the home is unmounted everywhere.
struct OpenFileScan {
    /// `major:minor` of the last home, and of the decoy's mount.
    let devices: Set<String>
    let decoy: pid_t

    func look() -> Sighting {
        var sighting = Sighting()
        var count = 0
        for pid in ProcessTable.pids() {
            let folder = "/proc/\(pid)/fd"
            let held =
                DirectoryListing.names(in: folder).map { "\(folder)/\($0)" }
                + ["cwd", "root", "exe"].map { "/proc/\(pid)/\($0)" }
            count += held.count
            guard held.contains(where: isInHome) || mapsHome(pid) else { continue }
            if pid == decoy {
                sighting.decoy.insert("open-file")
            } else {
                let detail = "in a home, by \(ProcessTable.name(of: pid)) (\(pid))"
                sighting.findings.append(.init(place: "open-file", detail: detail))
            }
        }
        sighting.searched = [.init(place: "open-file", count: count)]
        return sighting
    }

    private func isInHome(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        // makedev(3): the numbers are interleaved.
        let device = UInt64(status.st_dev)
        let major = (device >> 8) & 0xfff | (device >> 32) & ~0xfff
        let minor = device & 0xff | (device >> 12) & ~0xff
        return devices.contains("\(major):\(minor)")
    }

    /// Whether a file of the home is mapped (proc_pid_maps(5), where devices are in hexadecimal).
    private func mapsHome(_ pid: pid_t) -> Bool {
        ProcessTable.read("/proc/\(pid)/maps").split(separator: "\n").contains { line in
            let fields = line.split(separator: " ", maxSplits: 4)
            guard fields.count > 3 else { return false }
            let numbers = fields[3].split(separator: ":").compactMap { UInt32($0, radix: 16) }
            return numbers.count == 2 && devices.contains("\(numbers[0]):\(numbers[1])")
        }
    }
}
