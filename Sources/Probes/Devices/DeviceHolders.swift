import ProcFS
import StationCore

/// Who has a device open, as far as this account may see it (proc_pid_fd(5)).
struct DeviceHolders: Sendable {
    struct Program: Hashable, Sendable {
        let name: String
        let pid: Int32
    }

    /// The programs that have a file open whose path the condition takes.
    var programs: @Sendable (_ isMeant: (String) -> Bool) -> [Program]

    static let real = DeviceHolders { isMeant in
        ProcessTable.pids().filter { ProcessTable.openFiles(of: $0).contains(where: isMeant) }
            .map { Program(name: ProcessTable.name(of: $0), pid: $0) }
    }
}

extension [DeviceHolders.Program] {
    /// By whom something is in use.
    var description: LocalText {
        guard let first else { return LocalText("by a program of another account", "oleh program dari akun lain") }
        return LocalText("by \(first.name) (process \(first.pid))", "oleh \(first.name) (proses \(first.pid))")
    }
}
