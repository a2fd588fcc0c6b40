import StationCore
import Systemd

/// Where the PC's power comes from.
struct PowerFacts: Hashable, Sendable {
    /// What keeps the PC on when the mains fail.
    struct Reserve: Hashable, Sendable {
        enum Kind: Hashable, Sendable {
            case battery
            /// A box of its own between the mains and the PC.
            case ups
        }

        let kind: Kind
        let isDischarging: Bool
        let percent: Int?
        /// What it says to last yet, in seconds.
        var timeLeft: Int?
    }

    /// Whether a plug has power; nil for a PC that can't tell.
    var isOnMains: Bool?
    var reserves: [Reserve] = []

    init(isOnMains: Bool? = nil, reserves: [Reserve] = []) {
        self.isOnMains = isOnMains
        self.reserves = reserves
    }

    /// From /sys/class/power_supply (kernel documentation, ABI/testing/sysfs-class-power).
    init(_ files: PCFiles) {
        for name in files.names("/sys/class/power_supply") {
            let folder = "/sys/class/power_supply/\(name)"
            // The battery of a mouse, say.
            if files.line("\(folder)/scope") == "Device" { continue }
            switch files.line("\(folder)/type") {
            case "Mains", "USB", "Wireless":
                if let online = files.number("\(folder)/online") { isOnMains = (isOnMains ?? false) || online > 0 }
            case "Battery" where files.number("\(folder)/present") != 0: take(folder, .battery, files)
            case "UPS": take(folder, .ups, files)
            default: break
            }
        }
    }

    private mutating func take(_ folder: String, _ kind: Reserve.Kind, _ files: PCFiles) {
        reserves.append(
            Reserve(
                kind: kind,
                isDischarging: files.line("\(folder)/status") == "Discharging",
                percent: files.number("\(folder)/capacity").map { Int(clamping: $0) }
            )
        )
    }
}

extension PowerFacts {
    private static let service = "org.freedesktop.UPower"

    /// Adds what UPower knows of UPSes, which the kernel seldom does (UPower reference, org.freedesktop.UPower.Device).
    mutating func askUPower(_ services: some SystemServices) async {
        let method = Bus.Method(
            service: Self.service,
            path: "/org/freedesktop/UPower",
            interface: Self.service,
            member: "EnumerateDevices"
        )
        do throws(BusError) {
            for path in try await services.call(method, []).first?.members.compactMap(\.text) ?? [] {
                let interface = "\(Self.service).Device"
                let device = try await services.properties(of: interface, at: path, service: Self.service)
                if let ups = Self.ups(device) { reserves.append(ups) }
            }
        } catch {
            // A PC without UPower is a good one.
        }
    }

    private static func ups(_ device: [String: BusValue]) -> Reserve? {
        // Device type 3 is a UPS, state 2 is discharging.
        guard device["Type"]?.number == 3 else { return nil }
        let timeLeft = device["TimeToEmpty"]?.number.flatMap { Int(exactly: $0) } ?? 0
        return Reserve(
            kind: .ups,
            isDischarging: device["State"]?.number == 2,
            percent: device["Percentage"]?.number.flatMap { Int(exactly: $0.rounded()) },
            timeLeft: timeLeft > 0 ? timeLeft : nil
        )
    }
}
