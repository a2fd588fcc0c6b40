import ProcFS
import UnitMessages

/// System V IPC (proc_sysvipc(5)) and kernel keys (proc_key-users(5)) of the visitor's account.
struct IPCScan {
    let visitor: Visitor

    func findings() -> [ScanReport.Finding] { ["shm", "sem", "msg"].flatMap(objects) + keys() }

    private func objects(_ kind: String) -> [ScanReport.Finding] {
        let lines = ProcessTable.read("/proc/sysvipc/\(kind)").split(separator: "\n").map { $0.split(separator: " ") }
        guard let titles = lines.first, let user = titles.firstIndex(of: "uid"),
            let creator = titles.firstIndex(of: "cuid")
        else { return [] }
        return lines.dropFirst().compactMap { fields in
            guard fields.count > max(user, creator),
                fields[user] == "\(visitor.uid)" || fields[creator] == "\(visitor.uid)"
            else { return nil }
            return .init(place: "sysv-ipc", detail: "\(kind) of the visitor's account")
        }
    }

    private func keys() -> [ScanReport.Finding] {
        ProcessTable.read("/proc/key-users").split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            // "uid: usage keys/instantiated keys/limit bytes/limit"
            guard fields.count > 2, fields[0] == "\(visitor.uid):", !fields[2].hasPrefix("0/") else { return nil }
            return .init(place: "keyring", detail: "keys of the visitor's account")
        }
    }
}
