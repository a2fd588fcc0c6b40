import ProcFS
import StationCore
import Systemd
import UnitMessages

/// The trial of the visits' sandbox: a unit with the visit's own lines, but for its account. What runs under the visits'
/// account would be a trace to any scan.
extension SystemdHost {
    func trySandbox() async throws(HostError) {
        do throws(HostError) {
            try await runOneshot(.sandbox, .isolationUnavailable) { () async throws(BusError) in
                await units.hold(.sandbox)
                try await units.restart(.sandbox)
            }
        } catch {
            throw sandboxFault(try? await units.mainExit(of: .sandbox).status) ?? error
        }
    }

    /// - Parameter status: the exit status of the trial.
    private nonisolated func sandboxFault(_ status: Int32?) -> HostError? {
        switch status.flatMap({ HelperExit(rawValue: $0) }) {
        case .namespaces:
            IsolationFault(said: "user namespaces are refused", knobs: NamespaceKnob.refusing()).error
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
}
