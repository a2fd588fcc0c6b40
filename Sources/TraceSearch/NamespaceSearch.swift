import Glibc
import ProcFS

extension TraceSearch {
    /// Searches the mounts that only other mount namespaces than the PC's own have, as those of a running visit.
    public mutating func searchOtherNamespaces() {
        let views = MountTable.inEveryNamespace()
        var known = Set(MountTable.mounts(of: 1).map(\.device)).union(MountTable.mounts(of: getpid()).map(\.device))
        var roots: [String] = []
        for view in views {
            for mount in view.mounts
            where FileSystemKind.real.contains(mount.kind) && known.insert(mount.device).inserted {
                roots.append("/proc/\(view.holder)/root\(mount.place)")
            }
        }
        searchFiles("files of other namespaces", below: roots)
    }
}
