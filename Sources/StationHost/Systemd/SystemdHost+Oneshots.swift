import FoundationEssentials
import StationCore
import Systemd
import TemplateManifest
import UnitMessages

/// How the host has one-shot units run, and hears what came of them.
extension SystemdHost {
    func runOneshot(
        _ unit: UnitName,
        _ code: HostError.Code,
        _ start: () async throws(BusError) -> Void
    ) async throws(HostError) {
        let state = try await asking(code) { () async throws(BusError) in
            try await start()
            return try await units.wait(for: unit, limit: unit.limit, until: \.isSettled)
        }
        guard state?.activity == .active else {
            switch await helperExit(of: unit) {
            case .template:
                throw HostError(.templateChanged, message: "\(await told(by: unit)).", remedy: TemplateError.remedy)
            case .configuration: throw await configurationFailure(of: unit)
            case .failed, .namespaces, .places, nil: break
            }
            throw HostError(
                code,
                message: await failure(of: unit),
                remedy: "The administrator looks at 'journalctl -u \(unit.rawValue)'."
            )
        }
    }

    /// Runs a unit and reads what it found. A report of another run never counts.
    func report<Report: Decodable>(
        of unit: UnitName,
        in path: String,
        _ code: HostError.Code,
        _ invocation: (Report) -> String
    ) async throws(HostError) -> Report {
        try await runOneshot(unit, code) { () async throws(BusError) in try await units.restart(unit) }
        let run = try await asking(code) { () async throws(BusError) in try await units.invocation(of: unit) }
        guard let data = try? Data(contentsOf: URL(filePath: path)),
            let report = try? JSONDecoder().decode(Report.self, from: data), invocation(report) == run
        else {
            throw HostError(
                code,
                message: "\(unit.rawValue) left no report of this run in \(path).",
                remedy: "The administrator looks at 'journalctl -u \(unit.rawValue)'."
            )
        }
        return report
    }

    func helperExit(of unit: UnitName) async -> HelperExit? {
        (try? await units.mainExit(of: unit)).flatMap { HelperExit(rawValue: $0.status) }
    }

    /// Nothing is in force that could be followed.
    func configurationFailure(of unit: UnitName) async -> HostError {
        HostError(
            .configurationUnfit,
            message: "\(await told(by: unit)).",
            remedy: "The administrator corrects it and runs 'systemctl reload vcd'."
        )
    }

    /// What a unit said last, or how it ended.
    func told(by unit: UnitName) async -> String {
        if let own = await saying(of: unit) { return own }
        return "it \(await ending(of: unit))"
    }

    /// One sentence on a unit that did not do what it was asked for.
    func failure(of unit: UnitName) async -> String {
        if let own = await saying(of: unit) { return "\(unit.rawValue) failed: \(own)." }
        return "\(unit.rawValue) \(await ending(of: unit))."
    }

    private func saying(of unit: UnitName) async -> String? {
        // One that systemd does not even load says nothing; what is kept of it is older.
        if (try? await units.end(of: unit))?.obstacle(of: unit) != nil { return nil }
        let text = (try? await units.statusText(of: unit)) ?? ""
        if text.isEmpty { return nil }
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    private func ending(of unit: UnitName) async -> String {
        (try? await units.end(of: unit))?.text(of: unit) ?? "failed, and D-Bus does not answer who asks why"
    }

    /// What goes wrong on the bus, in the station's words.
    func asking<Value: Sendable>(
        _ code: HostError.Code,
        _ body: () async throws(BusError) -> Value
    ) async throws(HostError) -> Value {
        do throws(BusError) {
            return try await body()
        } catch {
            throw HostError(code, busError: error)
        }
    }
}

extension HostError {
    init(_ code: Code, busError error: BusError) {
        switch error {
        case .remote(name: "org.freedesktop.DBus.Error.AccessDenied", _),
            .remote(name: "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired", _):
            self.init(
                code,
                message: "systemd does not allow vcd to ask for its units (polkit's rule or polkit is missing).",
                remedy: "The administrator looks at 'systemctl status polkit', and installs vcd again."
            )
        case .remote(name: "org.freedesktop.systemd1.UnitMasked", let message):
            let unit = message.split(separator: " ").first { $0.contains(".") }.map { String($0) } ?? "a unit"
            self.init(
                code,
                message: "\(unit) \(UnitEnd.isMasked(unit)).",
                remedy: "Call the administrator."
            )
        case .remote(name: "org.freedesktop.systemd1.NoSuchUnit", let message):
            self.init(
                code,
                message: "\(message.hasSuffix(".") ? String(message.dropLast()) : message).",
                remedy: "The administrator installs vcd again."
            )
        case .disconnected:
            self.init(
                code,
                message: "systemd could not be asked, because D-Bus is gone.",
                remedy: "Wait a minute and try again. If it happens again, restart the PC."
            )
        case .timeout:
            self.init(
                code,
                message: "systemd could not be asked, because D-Bus did not answer in time.",
                remedy: "Wait a minute and try again. If it happens again, restart the PC."
            )
        case .remote(_, let message):
            self.init(
                code,
                message: "systemd refused: \(message.hasSuffix(".") ? String(message.dropLast()) : message).",
                remedy: "Try again. If it happens again, restart the PC."
            )
        case .malformed, .system:
            self.init(
                code,
                message: "systemd could not be asked: \(error).",
                remedy: "Try again. If it happens again, restart the PC."
            )
        }
    }
}
