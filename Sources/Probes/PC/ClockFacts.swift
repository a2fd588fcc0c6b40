import StationCore
import Systemd

/// What is known of the PC's clock.
struct ClockFacts: Hashable, Sendable {
    /// What keeps the clock right.
    enum TimeService: Hashable, Sendable {
        case on, off
        /// None is installed.
        case missing
        /// Nobody was asked.
        case notKnown
    }

    /// Nil where it can't be told.
    var isSynchronised: Bool?
    var service = TimeService.notKnown
    /// The PC's time zone; nil where it has no name.
    var zone: String?

    /// The properties of timedated (org.freedesktop.timedate1(5)).
    mutating func take(_ properties: [String: BusValue]) {
        if let flag = properties["NTPSynchronized"]?.flag { isSynchronised = flag }
        if let name = properties["Timezone"]?.text, !name.isEmpty { zone = name }
        switch (properties["CanNTP"]?.flag, properties["NTP"]?.flag) {
        case (false?, _): service = .missing
        case (_, true?): service = .on
        case (_, false?): service = .off
        case (_, nil): break
        }
    }

    /// The verdict.
    ///
    /// - Parameters:
    ///   - zoneIsRight: whether the PC's zone is as good as the schedule's.
    ///   - isNeeded: whether the day goes by the clock.
    func finding(wanted: String, zoneIsRight: Bool, isNeeded: Bool) -> CheckFinding {
        [synchronisation(isNeeded: isNeeded), zoneIsRight ? nil : otherZone(wanted)].compactMap { $0 }.finding(
            orElse: LocalText(
                (["synchronised", zone].compactMap { $0 } + [serviceText?.english].compactMap { $0 })
                    .joined(separator: ", "),
                (["tersinkron", zone].compactMap { $0 } + [serviceText?.indonesian].compactMap { $0 })
                    .joined(separator: ", ")
            )
        )
    }

    private var serviceText: LocalText? {
        switch service {
        case .on: LocalText("time service on", "layanan waktu aktif")
        case .off: LocalText("time service off", "layanan waktu mati")
        case .missing: LocalText("no time service", "tanpa layanan waktu")
        case .notKnown: nil
        }
    }

    private func synchronisation(isNeeded: Bool) -> Concern? {
        guard let isSynchronised else {
            return .warn(
                LocalText("not known whether the clock is right", "tidak diketahui apakah jam komputer benar"),
                Self.compare
            )
        }
        guard !isSynchronised else { return nil }
        let detail = LocalText.joined(
            [LocalText("the clock is not synchronised", "jam komputer tidak tersinkron"), serviceText].compactMap {
                $0
            },
            by: ", "
        )
        return isNeeded ? .fail(detail, Self.compare) : .warn(detail, Self.compare)
    }

    private static let compare = LocalText(
        "Compare the PC's clock with another one; the administrator looks at 'timedatectl'.",
        "Bandingkan jam komputer dengan jam lain; administrator memeriksa 'timedatectl'."
    )

    private func otherZone(_ wanted: String) -> Concern {
        let zone = zone ?? ""
        return .warn(
            LocalText("the PC's time zone is \(zone), not \(wanted)", "zona waktu komputer \(zone), bukan \(wanted)"),
            LocalText(
                "The administrator runs 'timedatectl set-timezone \(wanted)'.",
                "Administrator menjalankan 'timedatectl set-timezone \(wanted)'."
            )
        )
    }
}
