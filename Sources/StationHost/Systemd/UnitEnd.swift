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
        case "exit-code" where status == Self.notExecutable: "has a program that cannot be run"
        case "exit-code": "ended with status \(status)"
        case "signal", "core-dump": "was killed by signal \(status)"
        case "timeout": "took too long and was ended"
        case "watchdog": "stopped answering and was ended"
        case "oom-kill": "was ended for want of memory"
        case "resources": "could not be given what it needs"
        default: "failed (\(result))"
        }
    }

    /// EXIT_EXEC of systemd.exec(5).
    private static let notExecutable: Int32 = 203
}
