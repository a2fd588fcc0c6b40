import Glibc
import ProcFS
import UnitMessages

/// Mounts of a home, in every mount namespace there is.
struct MountScan {
    let decoy: pid_t

    func look() -> Sighting {
        let views = MountTable.inEveryNamespace()
        var sighting = Sighting(
            searched: [.init(place: "mount", count: views.reduce(0) { $0 + $1.mounts.count })]
        )
        for view in views {
            for mount in view.mounts where mount.source == Places.mountSource {
                if view.holder == decoy {
                    sighting.decoy.insert("mount")
                } else {
                    let holder = "\(ProcessTable.name(of: view.holder)) (\(view.holder))"
                    sighting.findings.append(
                        .init(place: "mount", detail: "\(mount.kind) of a home, held by \(holder)")
                    )
                }
            }
        }
        return sighting
    }
}
