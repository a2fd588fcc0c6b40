import Glibc

/// How a unit came to its end, or why it never began, where its program said nothing of itself.
struct UnitEnd: Hashable, Sendable {
    /// LoadState (org.freedesktop.systemd1(5)).
    var load: String
    /// Result of the last run.
    var result: String
    /// Of the main process: an exit status, or the signal that ended it.
    var status: Int32

    /// What keeps systemd from starting the unit at all, to follow "it"; nil where nothing does.
    func obstacle(of unit: UnitName) -> String? {
        switch load {
        case "loaded", "merged", "stub": nil
        case "masked": Self.isMasked(unit.rawValue)
        case "not-found": "is missing; the administrator installs vcd again"
        default: "cannot be read by systemd ('systemctl status \(unit.rawValue)')"
        }
    }

    static func isMasked(_ unit: String) -> String {
        "is masked; the administrator undoes it with 'systemctl unmask \(unit)'"
    }

    /// What is said of the unit, to follow its name or "it".
    func text(of unit: UnitName) -> String { obstacle(of: unit) ?? ending }

    private var ending: String {
        switch result {
        // Nobody ended it: the one who waited for it gave up.
        case "success": "did not do what it was asked to in time"
        case "exit-code": Self.unprepared(status) ?? "ended with status \(status)"
        case "signal", "core-dump": "was killed by signal \(status)"
        case "timeout": "took too long and was ended"
        case "watchdog": "stopped answering and was ended"
        case "oom-kill": "was ended for want of memory"
        case "resources": "could not be given what it needs"
        default: "failed (\(result))"
        }
    }

    /// Why systemd could not even start a unit's program (systemd.exec(5), "Process Exit Codes"); nil for a status of the
    /// program's own.
    private static func unprepared(_ status: Int32) -> String? {
        switch status {
        case 200: "could not enter the folder that it works in: its home is not there"
        case 202, 208, 209, 222: "could not be connected to its input and output"
        case 203: "has a program that cannot be run"
        case 204, 211, 227: "could not be started for want of memory or processes"
        case 206, 207, 212, 213: "could not be told apart from other programs"
        case 205, 214, 215, 220, 221, 223, 224: "could not be given its limits or priorities"
        case 216, 217: "could not become its account: the account does not exist"
        case 218: "could not be given or taken its privileges"
        case 219: "could not be put into its cgroup"
        case 225: "could not be given a network of its own"
        case 226: "could not be given its view of the file system: a folder that it needs is missing"
        case 228, 229, 230, 231: "could not be locked up as it must be"
        case 233, 238, 239, 240: "could not be given the folders that it writes to"
        case 232, 234, 235, 236, 237, 241, 242, 243, 244, 245: "could not be prepared as it must be"
        default: nil
        }
    }
}
