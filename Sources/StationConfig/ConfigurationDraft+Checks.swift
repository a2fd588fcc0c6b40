import StationCore
import TOMLKit

/// The keys of the checks, and of the parts that are checked. Each function returns what is wrong with the value and
/// what is allowed, and nil when it was taken.
extension ConfigurationDraft {
    private static let limits: ClosedRange<Duration> = .milliseconds(100)...(.seconds(120))
    /// A trial has to come to its end before the start of a visit would be given up.
    private static let startLimits: ClosedRange<Duration> = .milliseconds(100)...(.seconds(50))
    private static let slowest: ClosedRange<Duration> = .milliseconds(1)...(.seconds(60))

    mutating func setChecks(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        switch key {
        case "required": return setNames(value) { $0.checks.required = $1 }
        case "off": return setNames(value) { $0.checks.off = $1 }
        case "start": return setBool(value) { $0.checks.startsAtStart = $1 }
        case "limits":
            guard let table = value.table else { return wrong(value, "a table: a duration for each check") }
            for name in table.keys.sorted() {
                guard let check = CheckName(rawValue: name) else { return "\"\(name)\" is no check; \(Self.names)" }
                let range = check == .start ? Self.startLimits : Self.limits
                guard let limit = table[name]?.string.flatMap(DurationText.parse), range.contains(limit) else {
                    return "the limit of \(name) must be \(allowed(range))"
                }
                configuration.checks.limits[check] = limit
            }
        default: return "unknown key"
        }
        return nil
    }

    mutating func setCamera(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        switch key {
        case "device":
            guard let path = value.string, path.hasPrefix("/dev/"), !path.contains("\0") else {
                return wrong(value, "a camera's node, such as \"/dev/video0\"")
            }
            configuration.camera.device = path
        case "width": return setNumber(value, 0...8_192) { $0.camera.width = $1 }
        case "height": return setNumber(value, 0...8_192) { $0.camera.height = $1 }
        case "frame_rate": return setNumber(value, 0...120) { $0.camera.frameRate = $1 }
        case "controls":
            guard let table = value.table else { return wrong(value, "a table: a whole number for each control") }
            for name in table.keys.sorted() {
                guard let number = table[name]?.int else { return "the control \"\(name)\" must be a whole number" }
                configuration.camera.controls[name] = number
            }
        default: return "unknown key"
        }
        return nil
    }

    mutating func setSound(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        switch key {
        case "microphone": return setDevice(value) { $0.sound.microphone = $1 }
        case "loudspeaker": return setDevice(value) { $0.sound.loudspeaker = $1 }
        case "capture_level": return setNumber(value, 0...100) { $0.sound.captureLevel = $1 }
        case "playback_level": return setNumber(value, 0...100) { $0.sound.playbackLevel = $1 }
        case "hdmi": return setBool(value) { $0.sound.allowsHDMI = $1 }
        default: return "unknown key"
        }
    }

    mutating func setNetwork(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        switch key {
        case "servers": return setAddresses(value, port: 443) { $0.network.servers = $1 }
        case "stun": return setAddresses(value, port: 3_478) { $0.network.stun = $1 }
        case "portal":
            guard let address = value.string, address.hasPrefix("http://"), address.utf8.count > 7,
                address.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F })
            else { return wrong(value, "an address that begins with http://") }
            configuration.network.portal = address
        case "authorities":
            guard let path = value.string, path.hasPrefix("/"), !path.contains("\0") else {
                return wrong(value, "an absolute path")
            }
            configuration.network.authorities = path
        case "slow": return setDuration(value, Self.slowest) { $0.network.slow = $1 }
        default: return "unknown key"
        }
        return nil
    }

    private static let names = "allowed are \(CheckName.allCases.map(\.rawValue).joined(separator: ", "))"

    private mutating func setNames(
        _ value: any TOMLValueConvertible,
        _ assign: (inout Configuration, [CheckName]) -> Void
    ) -> String? {
        let names = strings(value)?.map(CheckName.init)
        guard let names, !names.contains(nil) else {
            return wrong(value, "a list of check names; \(Self.names)")
        }
        assign(&configuration, names.compactMap { $0 })
        return nil
    }

    private mutating func setDevice(
        _ value: any TOMLValueConvertible,
        _ assign: (inout Configuration, String) -> Void
    ) -> String? {
        guard let name = value.string, !name.isEmpty, !name.contains("\0") else {
            return wrong(value, "the name of an ALSA device, such as \"default\" or \"plughw:1,0\"")
        }
        assign(&configuration, name)
        return nil
    }

    /// - Parameter port: where the text names none.
    private mutating func setAddresses(
        _ value: any TOMLValueConvertible,
        port: UInt16,
        _ assign: (inout Configuration, [Configuration.Network.Address]) -> Void
    ) -> String? {
        let addresses = strings(value)?.map { Configuration.Network.Address($0, port: port) }
        guard let addresses, !addresses.contains(nil) else {
            return wrong(value, "a list of servers, each \"host\", \"host:port\" or \"[address]:port\"")
        }
        assign(&configuration, addresses.compactMap { $0 })
        return nil
    }
}
