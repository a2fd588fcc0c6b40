import Glibc
import ProcFS
import UnitMessages

/// Mounts of the last home's memories, in every mount namespace that a process is in.
struct MountScan {
    let views: [MountTable.View]
    let proof: MemoryProof
    let decoy: pid_t
    let decoyDevice: String

    func look() -> Sighting {
        var sighting = Sighting(
            searched: [.init(place: "mount", count: views.reduce(0) { $0 + $1.mounts.count })]
        )
        let pcs = ProcessTable.namespace("mnt", of: 1)
        let isPCs = { ProcessTable.namespace("mnt", of: $0) == pcs }
        // Those have it from there.
        let mountedByPC = Set(views.filter { isPCs($0.holder) }.flatMap(\.mounts).map(\.device))
        for view in views {
            for mount in view.mounts {
                if view.holder == decoy, mount.device == decoyDevice {
                    sighting.decoy.insert("mount")
                } else if isPCs(view.holder) {
                    // The source that a mount names counts here alone, where root mounts: elsewhere everybody names his own.
                    guard mount.source == Places.mountSource else { continue }
                    sighting.findings.append(finding(mount, "in the PC's own namespace"))
                } else if !mountedByPC.contains(mount.device), let why = trace(mount, of: view.holder) {
                    sighting.findings.append(finding(mount, why))
                }
            }
        }
        return sighting
    }

    private func finding(_ mount: Mount, _ why: String) -> ScanReport.Finding {
        .init(place: "mount", detail: "\(mount.kind == "overlay" ? "overlay" : "memory") of a home, \(why)")
    }

    /// Why a mount of another namespace is a trace; nil where it is none.
    private func trace(_ mount: Mount, of holder: pid_t) -> String? {
        let place = "in the namespace of \(ProcessTable.sign(of: holder))"
        if proof.unproven.contains(mount.device) { return place }
        guard proof.made.contains(mount.device), let bytes = used(mount, of: holder), bytes > 0 else { return nil }
        return "with \(bytes) bytes, \(place)"
    }

    /// How much a mount holds that others have; nil where they have laid something over it.
    private func used(_ mount: Mount, of holder: pid_t) -> Int64? {
        let path = "/proc/\(holder)/root\(mount.place)"
        var status = stat()
        var space = statvfs()
        guard stat(path, &status) == 0, DeviceNumber(status.st_dev).text == mount.device, statvfs(path, &space) == 0
        else { return nil }
        return Int64(space.f_blocks - space.f_bfree) * Int64(space.f_frsize)
    }
}
