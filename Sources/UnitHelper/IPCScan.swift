import Glibc
import ProcFS
import UnitMessages

/// System V IPC (proc_sysvipc(5)) and kernel keys (proc_key-users(5)) of the visitor's account.
struct IPCScan {
    let visitor: Visitor
    let decoy: pid_t

    func look() throws(HelperError) -> Sighting {
        var sighting = try keys()
        for kind in ["shm", "sem", "msg"] { sighting = sighting + (try objects(kind)) }
        return sighting
    }

    private func objects(_ kind: String) throws(HelperError) -> Sighting {
        let lines = ProcessTable.read("/proc/sysvipc/\(kind)").split(separator: "\n").map { $0.split(separator: " ") }
        guard let titles = lines.first, let user = titles.firstIndex(of: "uid"),
            let creator = titles.firstIndex(of: "cuid")
        else { throw Eyesight.blind("/proc/sysvipc/\(kind) cannot be read") }
        let process = titles.firstIndex(of: "cpid")
        var sighting = Sighting(searched: [.init(place: "sysv-\(kind)", count: lines.count - 1)])
        for fields in lines.dropFirst() {
            guard fields.count == titles.count else { throw Eyesight.blind("/proc/sysvipc/\(kind) is in another form") }
            guard visitor.isOfVisits(fields[user]) || visitor.isOfVisits(fields[creator]) else { continue }
            if let process, fields[process] == "\(decoy)" {
                sighting.decoy.insert("sysv-ipc")
            } else {
                sighting.findings.append(.init(place: "sysv-ipc", detail: "\(kind) of the visitor's account"))
            }
        }
        return sighting
    }

    private func keys() throws(HelperError) -> Sighting {
        let lines = ProcessTable.read("/proc/key-users").split(separator: "\n").map { $0.split(separator: " ") }
        // "uid: usage keys/instantiated keys/limit bytes/limit"; root always has some.
        guard lines.contains(where: { $0.first == "0:" }) else {
            throw Eyesight.blind("/proc/key-users cannot be read")
        }
        let own = lines.filter { $0.count > 2 && visitor.isOfVisits($0[0].dropLast()) && !$0[2].hasPrefix("0/") }
        return Sighting(
            findings: own.map { _ in .init(place: "keyring", detail: "keys of the visitor's account") },
            searched: [.init(place: "keyring", count: lines.count)]
        )
    }
}
