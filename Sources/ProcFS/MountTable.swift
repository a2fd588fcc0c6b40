import Glibc

/// A line of /proc/PID/mountinfo (proc_pid_mountinfo(5)).
public struct Mount: Hashable, Sendable {
    /// `major:minor`, as `stat` gives it for files there.
    public let device: String
    /// What of the file system is mounted: a folder in it, or a namespace's identity (namespaces(7)).
    public let root: String
    public let place: String
    public let kind: String
    public let source: String
    /// Whether the file system itself takes no writes, not only this mount of it: its disk failed, say
    /// (`errors=remount-ro`, ext4(5)).
    public let isReadOnly: Bool

    init?(_ line: Substring) {
        let halves = line.split(separator: " - ", maxSplits: 1)
        let fields = halves.first?.split(separator: " ") ?? []
        let tail = halves.dropFirst().first?.split(separator: " ") ?? []
        guard fields.count > 4, tail.count > 1 else { return nil }
        device = String(fields[2])
        root = String(fields[3])
        place = String(fields[4])
        kind = String(tail[0])
        source = String(tail[1])
        isReadOnly = tail.count > 2 && tail[2].split(separator: ",").contains("ro")
    }
}

/// The mounts that processes see.
public enum MountTable {
    public static func mounts(of pid: pid_t) -> [Mount] {
        mounts(in: ProcessTable.mountInfo(of: pid))
    }

    /// - Parameter text: what a mountinfo file holds.
    public static func mounts(in text: String) -> [Mount] { text.split(separator: "\n").compactMap { Mount($0) } }
}

extension MountTable {
    /// What one mount namespace shows, and a process that is in it.
    public struct View: Sendable {
        public let holder: pid_t
        public let mounts: [Mount]
    }

    /// The mounts of every mount namespace that a process is in.
    public static func inEveryNamespace() -> [View] {
        var seen: Set<String> = []
        return ProcessTable.pids().compactMap { pid in
            guard let namespace = ProcessTable.namespace("mnt", of: pid), seen.insert(namespace).inserted else {
                return nil
            }
            return View(holder: pid, mounts: mounts(of: pid))
        }
    }
}
