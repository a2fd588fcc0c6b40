import FoundationEssentials
import Glibc
import ProcFS
import StationCore
import Systemd
import UnitMessages

/// How the parts are looked at: by a unit without privilege, which may open devices. What hangs ends with the unit.
extension SystemdHost {
    public func check(
        _ task: CheckTask,
        tell: @escaping @Sendable (CheckResult) -> Void
    ) async -> [CheckResult] {
        let settings = CheckSettings(configuration, state: Places.state)
        let sheet = CheckSheet(task, tell: tell)
        return await sheet.gather(
            settings.checks,
            own: [
                .sandbox: { await self.sandbox() }, .template: { await self.templateFinding() },
                .account: { await self.account() },
            ]
        ) {
            await self.runProbes(task, settings, sheet)
        }
    }

    private func runProbes(_ task: CheckTask, _ settings: CheckSettings, _ sheet: CheckSheet) async {
        let names = sheet.missing(at: .probe)
        guard let longest = names.map(settings.checks.limit).max() else { return }
        do throws(HostError) {
            try notes.note(CheckRequest(task, version: Version.current))
            let units = self.units
            let isComplete = try await asking(.checkFailed) { () async throws(BusError) -> Bool? in
                let before = try? await units.invocation(of: .check)
                await units.hold(.check)
                try await units.restart(.check)
                return try await units.watch(limit: longest + Self.checkSpare) { () async throws(BusError) -> Bool? in
                    let run = try await units.invocation(of: .check)
                    guard run != before else { return nil }
                    let state = try await units.state(of: .check)
                    for result in CheckReport.read(of: run) { sheet.enter(fromProbe: result) }
                    if sheet.missing(at: .probe).isEmpty { return true }
                    return state.isSettled ? false : nil
                }
            }
            if Task.isCancelled {
                // This task would wait for nothing.
                await Task { await endProbes() }.value
            } else if isComplete != true {
                let text = await told(by: .check)
                throw HostError(
                    .checkFailed,
                    message: "\(UnitName.check.rawValue) did not finish: \(text).",
                    remedy: "The administrator looks at 'journalctl -u \(UnitName.check.rawValue)'."
                )
            }
        } catch {
            if !Task.isCancelled { sheet.fill(.probe, CheckFinding(error)) }
        }
    }

    /// Returns when nothing of the unit holds a device any more.
    private func endProbes() async {
        try? await units.kill(.check, .all, signal: SIGKILL)
        _ = try? await units.wait(for: .check, limit: Self.checkSpare, until: \.isSettled)
    }

    /// What starting and ending the unit may take beside the probes.
    private static let checkSpare: Duration = .seconds(10)

    private func sandbox() async -> CheckFinding {
        do throws(HostError) {
            try await vet(configuration)
            try await requireDelay()
            try await trySandbox()
            return .pass(
                LocalText(
                    "visits are units of systemd, with a limit of their own",
                    "kunjungan adalah unit systemd dengan batas sendiri"
                )
            )
        } catch {
            return CheckFinding(error)
        }
    }

    private func templateFinding() async -> CheckFinding {
        guard let path = configuration.client.template else { return .noTemplate }
        do throws(HostError) {
            try await verifyTemplate()
            return .acceptedTemplate(path)
        } catch {
            return CheckFinding(error)
        }
    }

    private func account() -> CheckFinding {
        switch homeReport?.isAccountLocked {
        case true?:
            return .pass(
                LocalText(
                    "\(Places.visitor) has no password and no shell",
                    "\(Places.visitor) tanpa kata sandi dan tanpa shell"
                )
            )
        case false?:
            return .fail(
                LocalText("somebody can log in as \(Places.visitor)", "orang bisa masuk sebagai \(Places.visitor)"),
                LocalText(
                    "The administrator runs 'usermod --lock --shell /usr/sbin/nologin \(Places.visitor)'.",
                    "Administrator menjalankan 'usermod --lock --shell /usr/sbin/nologin \(Places.visitor)'."
                )
            )
        case nil:
            return .skipped(LocalText("no home was made yet", "belum ada rumah yang dibuat"))
        }
    }
}

/// What the unit that looks writes: its invocation on the first line, and a result on each further one.
enum CheckReport {
    private static let mostBytes = 1 << 18

    /// - Returns: nothing where the report is that of another run.
    static func read(of invocation: String) -> [CheckResult] {
        let bytes = ShortFile.read(Places.checkReport, atMost: mostBytes) ?? []
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        guard let first = lines.first, first.elementsEqual(invocation.utf8) else { return [] }
        return lines.dropFirst().compactMap { try? JSONDecoder().decode(CheckResult.self, from: Data($0)) }
    }
}
