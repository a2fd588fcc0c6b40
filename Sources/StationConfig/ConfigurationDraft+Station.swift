import StationCore
import TOMLKit

/// The keys of the station itself. Each function returns what is wrong with the value and what is allowed, and nil when
/// it was taken.
extension ConfigurationDraft {
    private static let longestGrace: Duration = .seconds(60)
    private static let smallestHome: Int64 = 1 << 20
    private static let largestHome: Int64 = 1 << 40

    mutating func setClient(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        switch key {
        // Taken before all other keys.
        case "use": return nil
        case "command":
            // What told another program's version says nothing of this one's. Keys are taken in the order of their names.
            configuration.client.version = []
            return setStrings(value, of: "a program and its arguments") { $0.client.command = $1 }
        case "version": return setStrings(value, of: "a program and its arguments") { $0.client.version = $1 }
        case "close_grace": return setDuration(value, .zero...Self.longestGrace) { $0.client.closeGrace = $1 }
        case "template":
            guard let path = value.string, path.hasPrefix("/"), !path.contains("\0") else {
                return wrong(value, "an absolute path")
            }
            configuration.client.template = path
        case "display": return setChoice(value) { $0.client.display = $1 }
        case "user":
            guard let user = value.string, !user.isEmpty else { return wrong(value, "the name of an account") }
            configuration.client.user = user
        case "remote_traces":
            return setStrings(value, of: "what the call program leaves elsewhere") { $0.client.remoteTraces = $1 }
        case "confirm_remote": return setBool(value) { $0.client.confirmsRemoteTraces = $1 }
        default: return setVisitor(key, value)
        }
        return nil
    }

    mutating func setHome(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        guard let size = value.string.flatMap(ByteCountText.parse),
            (Self.smallestHome...Self.largestHome).contains(size)
        else { return wrong(value, "\(ByteCountText.allowed); from 1M to 1024G") }
        configuration.home.size = size
        return nil
    }

    mutating func setAccess(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        switch key {
        case "observe": setStrings(value, of: "group names") { $0.access?.observe = $1 }
        case "operate": setStrings(value, of: "group names") { $0.access?.operate = $1 }
        case "supervise": setStrings(value, of: "group names") { $0.access?.supervise = $1 }
        default: "unknown key"
        }
    }

    mutating func setDrill(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        switch key {
        case "at_start": return setBool(value) { $0.drill.atStart = $1 }
        case "raw":
            guard let devices = strings(value), devices.allSatisfy({ $0.hasPrefix("/dev/") && !$0.contains("\0") })
            else { return wrong(value, "a list of block devices, such as \"/dev/sda\"") }
            configuration.drill.raw = devices
        default: return "unknown key"
        }
        return nil
    }
}
