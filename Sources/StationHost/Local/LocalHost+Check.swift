import Dispatch
import Glibc
import StationCore
import UnitMessages

/// How the embedded host looks at the parts.
extension LocalHost {
    public func check(
        _ task: CheckTask,
        tell: @escaping @Sendable (CheckResult) -> Void
    ) async -> [CheckResult] {
        let settings = CheckSettings(configuration, state: paths.root)
        let sheet = CheckSheet(task, tell: tell)
        let template = localTemplate
        return await sheet.gather(
            settings.checks,
            own: [
                .sandbox: { await self.sandboxFinding() },
                .template: { await template.finding() },
                .account: {
                    .skipped(
                        LocalText(
                            "the embedded host has no account of its own for visits",
                            "host tertanam tidak punya akun khusus kunjungan"
                        )
                    )
                },
            ]
        ) {
            await self.runProbes(task, settings, sheet)
        }
    }

    private func sandboxFinding() async -> CheckFinding {
        do throws(HostError) {
            try await trySandbox(ClientAccount(for: configuration.client))
            return .pass(
                LocalText("visits are kept apart by bubblewrap", "kunjungan dipisahkan dengan bubblewrap")
            )
        } catch {
            return CheckFinding(error)
        }
    }

    private func runProbes(_ task: CheckTask, _ settings: CheckSettings, _ sheet: CheckSheet) async {
        let order = CheckOrder(task, settings, version: Version.current)
        let fault = await LocalCheck(program: helper, order: order).run { sheet.enter(fromProbe: $0) }
        guard let fault, !Task.isCancelled else { return }
        let error = HostError(.checkFailed, message: "\(helper): \(fault).", remedy: Self.remedy)
        sheet.fill(.probe, CheckFinding(error))
    }

    private static let remedy = "The administrator installs vcd again: vcd-helper belongs beside vcd."
}

extension LocalTemplate {
    fileprivate func finding() async -> CheckFinding {
        guard let path else { return .noTemplate }
        return await withCheckedContinuation { continuation in
            // It reads for seconds without a pause: not on a thread that others wait for.
            DispatchQueue.global().async { continuation.resume(returning: finding(at: path)) }
        }
    }

    private func finding(at path: String) -> CheckFinding {
        do throws(HostError) {
            _ = try verify(since: nil)
            return .acceptedTemplate(path)
        } catch {
            return CheckFinding(error)
        }
    }
}
