import CLinux
import StationCore
import Systemd

/// The PC's clock is right, and in the schedule's zone.
struct ClockProbe: Probe {
    private let zone: String
    private let isNeeded: Bool
    private let files: PCFiles
    private let services: any SystemServices
    /// Whether the kernel's clock is synchronised; nil where it may not be asked.
    private let kernel: @Sendable () -> Bool?

    init(zone: String, isNeeded: Bool) {
        self.init(zone: zone, isNeeded: isNeeded, files: PCFiles(), services: SystemBus()) {
            let answer = vcd_clock_is_synchronised()
            return answer < 0 ? nil : answer > 0
        }
    }

    init(
        zone: String,
        isNeeded: Bool,
        files: PCFiles,
        services: some SystemServices,
        kernel: @escaping @Sendable () -> Bool?
    ) {
        self.zone = zone
        self.isNeeded = isNeeded
        self.files = files
        self.services = services
        self.kernel = kernel
    }

    func look(_ depth: CheckTask.Depth) async -> CheckFinding {
        var facts = ClockFacts()
        // timesyncd's mark (systemd-timesyncd.service(8)), where a sandbox keeps the kernel's from being read.
        facts.isSynchronised = kernel() ?? (files.exists("/run/systemd/timesync/synchronized") ? true : nil)
        facts.zone = localZone
        switch depth {
        case .quick:
            // timedated, which would tell, may have to be started first.
            if facts.isSynchronised == nil {
                return .skipped(LocalText("looked at by the full check", "diperiksa pada pemeriksaan lengkap"))
            }
        case .full:
            do throws(BusError) {
                let timedate = "org.freedesktop.timedate1"
                let path = "/org/freedesktop/timedate1"
                facts.take(try await services.properties(of: timedate, at: path, service: timedate))
            } catch {
                // What the kernel and the files say stands.
            }
        }
        let isRight = facts.zone.map { isSame($0, zone) } ?? true
        return facts.finding(wanted: zone, zoneIsRight: isRight, isNeeded: isNeeded)
    }

    /// What /etc/localtime points to (localtime(5)).
    private var localZone: String? {
        guard let target = files.link("/etc/localtime"), let found = Self.end(of: target, after: "zoneinfo/") else {
            return nil
        }
        return String(found)
    }

    private static func end(of text: String, after mark: String) -> Substring? {
        var rest = text[...]
        while !rest.isEmpty {
            if rest.hasPrefix(mark) { return rest.dropFirst(mark.count) }
            rest = rest.dropFirst()
        }
        return nil
    }

    /// Some zones have several names, with the same rules.
    private func isSame(_ first: String, _ second: String) -> Bool {
        if first == second || [first, second].allSatisfy(Self.universal.contains) { return true }
        let rules = files.text("/usr/share/zoneinfo/\(first)")
        return !rules.isEmpty && rules == files.text("/usr/share/zoneinfo/\(second)")
    }

    private static let universal: Set<String> = [
        "UTC", "Etc/UTC", "GMT", "Etc/GMT", "UCT", "Etc/UCT", "Universal", "Zulu", "Etc/Universal", "Etc/Zulu",
    ]
}
