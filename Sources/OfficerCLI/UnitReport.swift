import Subprocess

/// How a unit is, as systemd tells everybody (`systemctl show`).
struct UnitReport: Hashable {
    /// Why a daemon does not answer.
    enum State: Hashable { case missing, hanging, starting, failed, off }

    /// ActiveState (org.freedesktop.systemd1(5)).
    let activity: String
    /// LoadState.
    let load: String
    /// What the daemon said of itself last (sd_notify(3), STATUS=).
    let said: String

    private static let mostBytes = 1 << 14

    /// - Returns: nil where systemd does not run or can't be asked.
    static func of(_ unit: String) async -> UnitReport? {
        let result = try? await Subprocess.run(
            .name("systemctl"),
            arguments: ["show", "--property=LoadState,ActiveState,StatusText", unit],
            input: .none,
            output: .string(limit: mostBytes),
            error: .discarded
        )
        guard let result, result.terminationStatus.isSuccess else { return nil }
        return UnitReport(result.standardOutput)
    }

    /// - Parameter text: what `systemctl show` prints; nil where it names no state.
    init?(_ text: String) {
        let values = text.split(whereSeparator: \.isNewline).reduce(into: [String: String]()) { values, line in
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
        }
        guard let activity = values["ActiveState"], let load = values["LoadState"] else { return nil }
        self.activity = activity
        self.load = load
        said = values["StatusText"] ?? ""
    }

    var state: State {
        if load == "not-found" { return .missing }
        switch activity {
        case "active", "reloading", "deactivating": return .hanging
        case "activating": return .starting
        case "failed": return .failed
        default: return .off
        }
    }
}

/// vcd does not answer, and systemd knows more.
struct DaemonDown: Error, Hashable {
    let unit: UnitReport
}
