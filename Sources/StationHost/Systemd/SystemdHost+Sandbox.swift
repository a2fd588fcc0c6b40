import ProcFS
import StationCore
import Systemd
import UnitMessages

/// The trial of the visits' sandbox: a unit with the visit's own lines, under the visit's own account.
extension SystemdHost {
    /// A scan takes whatever runs under that account for a trace: the two never run together.
    ///
    /// - Returns: false where a scan is under way.
    func trySandbox() async throws(HostError) -> Bool {
        guard !isScanning else { return false }
        // A look that is broken off, as for a visit, leaves its unit to end by itself: the next scan waits for that.
        (isTrying, mayHaveTrials) = (true, true)
        defer { isTrying = false }
        do throws(HostError) {
            try await runOneshot(.sandbox, .isolationUnavailable) { () async throws(BusError) in
                await units.hold(.sandbox)
                try await units.restart(.sandbox)
            }
        } catch {
            throw sandboxFault(try? await units.mainExit(of: .sandbox).status) ?? error
        }
        return true
    }

    /// - Parameter status: the exit status of the trial.
    private nonisolated func sandboxFault(_ status: Int32?) -> HostError? {
        switch status.flatMap({ HelperExit(rawValue: $0) }) {
        case .namespaces:
            IsolationFault(said: "user namespaces are refused to \(Places.visitor)", knobs: NamespaceKnob.refusing())
                .error
        case .places:
            HostError(
                .isolationUnavailable,
                message:
                    "Visits cannot be kept apart on this PC: /tmp, /var/tmp or /dev/shm is no memory of a visit's own.",
                remedy:
                    "The administrator looks at 'namei -l /tmp /var/tmp /dev/shm': each must be a folder, or a link to "
                    + "one; and at 'systemctl cat vcd-visit.service'."
            )
        case .failed, .template, .configuration, nil: nil
        }
    }

    /// Until what is tried has ended, also where an earlier vcd began it.
    func endTrials() async {
        while isTrying { try? await Task.sleep(for: .milliseconds(20)) }
        guard mayHaveTrials else { return }
        _ = try? await units.wait(for: .sandbox, limit: UnitName.sandbox.limit, until: \.isSettled)
        mayHaveTrials = false
    }
}
