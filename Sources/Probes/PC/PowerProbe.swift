import StationCore

/// The PC has power, and keeps it for the length of a call.
struct PowerProbe: Probe {
    private let files: PCFiles
    private let services: any SystemServices

    init() { self.init(files: PCFiles(), services: SystemBus(limit: .seconds(1))) }

    init(files: PCFiles, services: some SystemServices) {
        self.files = files
        self.services = services
    }

    func look(_ depth: CheckTask.Depth) async -> CheckFinding {
        var facts = PowerFacts(files)
        switch depth {
        // Asking may have to start UPower first.
        case .quick: break
        case .full: await facts.askUPower(services)
        }
        return facts.finding
    }
}

extension PowerFacts {
    private static let leastPercent = 20
    /// A call, its wipe, and a shutdown.
    private static let leastTime = 15 * 60

    /// The verdict.
    var finding: CheckFinding {
        guard isOnMains != nil || !reserves.isEmpty else {
            return .skipped(LocalText("a PC without battery or UPS", "komputer tanpa baterai atau UPS"))
        }
        return reserves.compactMap(concern).finding(orElse: working)
    }

    private func concern(_ reserve: Reserve) -> Concern? {
        guard isUsed(reserve) else { return nil }
        let minutes = reserve.timeLeft.map { $0 / 60 }
        let (english, indonesian) =
            switch reserve.kind {
            case .battery: ("on battery", "memakai baterai")
            case .ups: ("the mains failed, on the UPS", "listrik padam, memakai UPS")
            }
        let percent = reserve.percent.map { " \($0) %" } ?? ""
        let detail = LocalText(
            english + percent + (minutes.map { ", \($0) min left" } ?? ""),
            indonesian + percent + (minutes.map { ", sisa \($0) menit" } ?? "")
        )
        let isLow = (reserve.percent ?? 100) < Self.leastPercent || (reserve.timeLeft ?? .max) < Self.leastTime
        return isLow ? .fail(detail, Self.remedy(reserve.kind)) : .warn(detail, Self.remedy(reserve.kind))
    }

    /// Some batteries are discharged a little while the plug has power.
    private func isUsed(_ reserve: Reserve) -> Bool {
        switch reserve.kind {
        case .battery: isOnMains.map { !$0 } ?? reserve.isDischarging
        case .ups: reserve.isDischarging
        }
    }

    private static func remedy(_ kind: Reserve.Kind) -> LocalText {
        switch kind {
        case .battery:
            LocalText(
                "Plug the PC's power cable in, then check again.",
                "Pasang kabel listrik komputer, lalu periksa lagi."
            )
        case .ups:
            LocalText(
                "Start no further call until the power is back.",
                "Jangan mulai panggilan lagi sampai listrik menyala."
            )
        }
    }

    private var working: LocalText {
        let mains = LocalText("mains power", "listrik tersambung")
        let rest = reserves.map { reserve in
            let percent = reserve.percent.map { " \($0) %" } ?? ""
            return switch reserve.kind {
            case .battery: LocalText("battery\(percent)", "baterai\(percent)")
            case .ups: LocalText("UPS\(percent)", "UPS\(percent)")
            }
        }
        return .joined([mains] + rest, by: ", ")
    }
}
