import Glibc
import ProcFS
import UnitMessages

/// Files of a home that a process still holds: open, as its working directory, its root or its program. Such a file
/// keeps the home's memory even when the home is unmounted everywhere.
struct OpenFileScan {
    /// `major:minor` of the last home.
    let devices: Set<String>

    func findings() -> [ScanReport.Finding] {
        guard !devices.isEmpty else { return [] }
        return ProcessTable.pids().compactMap { pid in
            let folder = "/proc/\(pid)/fd"
            let held =
                DirectoryListing.names(in: folder).map { "\(folder)/\($0)" }
                + ["cwd", "root", "exe"].map { "/proc/\(pid)/\($0)" }
            guard held.contains(where: isInHome) else { return nil }
            return .init(place: "open-file", detail: "in a home, by \(ProcessTable.name(of: pid)) (\(pid))")
        }
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
}
