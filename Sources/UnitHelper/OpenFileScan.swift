import Glibc
import ProcFS
import UnitMessages

/// What processes hold of a visit: files of a memory that is not proven to be empty, open, mapped, as their working
/// directory, their root or their program; and, in whatever memory it is, what is of a visit's accounts.
///
/// Where such a memory is held and no process has a file of it open, it names what else may hold it: mount namespaces that
/// no process is in, kept by a descriptor or a mount, and open files under way in sockets.
struct OpenFileScan {
    let views: [MountTable.View]
    /// `major:minor` of each.
    let unproven: Set<String>
    let visitor: Visitor
    let decoy: pid_t
    let decoyDevice: String

    func look() -> Sighting {
        var sighting = Sighting()
        var count = 0
        var isHolderKnown = false
        var kept = keptByMounts()
        var underWay: [ScanReport.Finding] = []
        let namespaces = Set(ProcessTable.pids().compactMap { ProcessTable.namespace("mnt", of: $0) })
        let ofNamespaces = Self.device(of: "/proc/self/ns/mnt")
        for pid in ProcessTable.pids() {
            var held: Set<String> = []
            var sent = 0
            for path in paths(of: pid) {
                count += 1
                var status = stat()
                guard stat(path, &status) == 0 else { continue }
                let device = DeviceNumber(status.st_dev).text
                if unproven.contains(device) || pid == decoy && device == decoyDevice { held.insert("open-file") }
                if isVisitors(status) { held.insert("owned-file") }
                if device == ofNamespaces, let name = ProcessTable.link(path), name.hasPrefix("mnt:"),
                    !namespaces.contains(name)
                {
                    if pid == decoy { held.insert("kept-namespace") } else { kept[name] = ProcessTable.sign(of: pid) }
                }
                if !unproven.isEmpty, status.st_mode & S_IFMT == S_IFSOCK { sent += Self.underWay(path) }
            }
            if mapsOne(pid) { held.insert("open-file") }
            if sent > 0 {
                let detail = "\(sent) under way in sockets of \(ProcessTable.sign(of: pid))"
                underWay.append(.init(place: "open-file", detail: detail))
            }
            if pid == decoy {
                sighting.decoy.formUnion(held)
            } else if !held.isEmpty {
                let isOfHome = held.contains("open-file")
                isHolderKnown = isHolderKnown || isOfHome
                let what = isOfHome ? "in a home" : "of a visit's account"
                sighting.findings.append(
                    .init(place: "open-file", detail: "\(what), by \(ProcessTable.sign(of: pid))")
                )
            }
        }
        if !unproven.isEmpty, !isHolderKnown {
            sighting.findings += underWay
            sighting.findings += Set(kept.values).sorted().map { keeper in
                .init(place: "namespace", detail: "of mounts, which no process is in, kept by \(keeper)")
            }
        }
        sighting.searched = [
            .init(place: "open-file", count: count), .init(place: "kept-namespace", count: kept.count),
        ]
        return sighting
    }

    /// Of all its threads where something is held: each may have open files of its own (clone(2), CLONE_FILES).
    private func paths(of pid: pid_t) -> [String] {
        let threads = unproven.isEmpty ? [] : DirectoryListing.names(in: "/proc/\(pid)/task").filter { $0 != "\(pid)" }
        let places = ["/proc/\(pid)"] + threads.map { "/proc/\(pid)/task/\($0)" }
        return places.flatMap { place in
            DirectoryListing.names(in: "\(place)/fd").map { "\(place)/fd/\($0)" }
                + ["cwd", "root", "exe"].map { "\(place)/\($0)" }
        }
    }

    private static func device(of path: String) -> String? {
        var status = stat()
        return stat(path, &status) == 0 ? DeviceNumber(status.st_dev).text : nil
    }

    /// A device's node may be given to whoever sits at it.
    private func isVisitors(_ status: stat) -> Bool {
        visitor.isOfVisits(status.st_uid) && ![S_IFCHR, S_IFBLK].contains(status.st_mode & S_IFMT)
    }

    /// By the namespace's identity, who is in a namespace where it is mounted (namespaces(7)).
    private func keptByMounts() -> [String: String] {
        var kept: [String: String] = [:]
        for view in views {
            for mount in view.mounts where mount.kind == "nsfs" && mount.root.hasPrefix("mnt:") {
                kept[mount.root] = ProcessTable.sign(of: view.holder)
            }
        }
        return kept
    }

    /// How many open files somebody has sent to a socket (unix(7), SCM_RIGHTS) that nobody has taken yet.
    private static func underWay(_ path: String) -> Int {
        let line = ProcessTable.read(path.replacing("/fd/", with: "/fdinfo/")).split(separator: "\n")
            .first { $0.hasPrefix("scm_fds:") }
        return line?.split(whereSeparator: \.isWhitespace).last.flatMap { Int($0) } ?? 0
    }

    /// Whether a file of such a memory is mapped (proc_pid_maps(5), where devices are in hexadecimal).
    private func mapsOne(_ pid: pid_t) -> Bool {
        guard !unproven.isEmpty else { return false }
        return ProcessTable.read("/proc/\(pid)/maps").split(separator: "\n").contains { line in
            let fields = line.split(separator: " ", maxSplits: 4)
            guard fields.count > 3 else { return false }
            let numbers = fields[3].split(separator: ":").compactMap { UInt32($0, radix: 16) }
            return numbers.count == 2 && unproven.contains("\(numbers[0]):\(numbers[1])")
        }
    }
}
