import StationCore
import TOMLKit

/// A configuration in the making: files are laid over each other, and what is wrong is collected.
struct ConfigurationDraft {
    private var configuration = Configuration(client: .init(command: []))
    private var problems: [ConfigurationError.Problem] = []
    /// Where each key was set last, for problems between keys.
    private var places: [String: ConfigurationError.Problem] = [:]

    private static let longestVisit: Duration = .seconds(24 * 3_600)
    private static let longestGrace: Duration = .seconds(60)
    private static let longestDelay: Duration = .seconds(3_600)
    private static let smallestHome: Int64 = 1 << 20
    private static let largestHome: Int64 = 1 << 40

    /// The tables and keys that there are, for messages.
    private static let known: [(table: String, keys: [String])] = [
        ("client", ["command", "close_grace", "template", "display", "user", "remote_traces", "confirm_remote"]),
        ("visit", ["length", "warn_at", "max_extension"]),
        ("home", ["size"]),
        ("access", ["observe", "operate", "supervise"]),
        ("checks", ["required"]),
        ("shutdown", ["delay"]),
        ("drill", ["at_start", "raw"]),
        ("schedule", ["enforce"]),
        ("roster", ["required"]),
    ]

    /// Lays one file over what is there.
    mutating func take(_ file: ConfigurationFile) throws(ConfigurationError) {
        for name in file.table.keys.sorted() {
            guard let keys = Self.known.first(where: { $0.table == name })?.keys else {
                let allowed = Self.known.map { "[\($0.table)]" }.joined(separator: ", ")
                add(file, name, nil, "unknown table; allowed are \(allowed)")
                continue
            }
            guard let table = file.table[name]?.table else {
                add(file, name, nil, "must be a table: [\(name)] on a line of its own")
                continue
            }
            if name == "access", configuration.access == nil { configuration.access = .init() }
            for key in table.keys.sorted() {
                guard keys.contains(key), let value = table[key] else {
                    add(file, name, key, "unknown key; allowed are \(keys.joined(separator: ", "))")
                    continue
                }
                places["\(name).\(key)"] = place(file, name, key, "")
                if let complaint = set(name, key, value) { add(file, name, key, complaint) }
            }
        }
    }

    /// - Returns: what is wrong with the value and what is allowed; nil when it was taken.
    private mutating func set(_ table: String, _ key: String, _ value: any TOMLValueConvertible) -> String? {
        switch "\(table).\(key)" {
        case "client.command":
            return setStrings(value, of: "a program and its arguments") { $0.client.command = $1 }
        case "client.close_grace":
            return setDuration(value, .zero...Self.longestGrace) { $0.client.closeGrace = $1 }
        case "client.template":
            guard let path = value.string, path.hasPrefix("/"), !path.contains("\0") else {
                return wrong(value, "an absolute path")
            }
            configuration.client.template = path
        case "client.display":
            let allowed = Configuration.Display.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            guard let display = value.string.flatMap(Configuration.Display.init) else {
                return wrong(value, "one of \(allowed)")
            }
            configuration.client.display = display
        case "client.user":
            guard let user = value.string, !user.isEmpty else { return wrong(value, "the name of an account") }
            configuration.client.user = user
        case "client.remote_traces":
            return setStrings(value, of: "what the call program leaves elsewhere") { $0.client.remoteTraces = $1 }
        case "client.confirm_remote":
            guard let isOn = value.bool else { return wrong(value, "true or false") }
            configuration.client.confirmsRemoteTraces = isOn
        case "visit.length":
            return setDuration(value, .seconds(1)...Self.longestVisit) { $0.visit.length = $1 }
        case "visit.warn_at": return setDurations(value) { $0.visit.warnAt = $1 }
        case "visit.max_extension":
            return setDuration(value, .zero...Self.longestVisit) { $0.visit.maxExtension = $1 }
        case "home.size":
            guard let size = value.string.flatMap(ByteCountText.parse),
                (Self.smallestHome...Self.largestHome).contains(size)
            else { return wrong(value, "\(ByteCountText.allowed); from 1M to 1024G") }
            configuration.home.size = size
        case "access.observe": return setStrings(value, of: "group names") { $0.access?.observe = $1 }
        case "access.operate": return setStrings(value, of: "group names") { $0.access?.operate = $1 }
        case "access.supervise": return setStrings(value, of: "group names") { $0.access?.supervise = $1 }
        case "checks.required":
            let allowed = CheckName.allCases.map(\.rawValue)
            guard let names = strings(value), names.allSatisfy(allowed.contains) else {
                return wrong(value, "a list of check names: \(allowed.joined(separator: ", "))")
            }
            configuration.checks.required = names
        case "shutdown.delay":
            return setDuration(value, .zero...Self.longestDelay) { $0.shutdown.delay = $1 }
        case "drill.at_start":
            guard let isOn = value.bool else { return wrong(value, "true or false") }
            configuration.drill.atStart = isOn
        case "drill.raw":
            guard let devices = strings(value), devices.allSatisfy({ $0.hasPrefix("/dev/") && !$0.contains("\0") })
            else { return wrong(value, "a list of block devices, such as \"/dev/sda\"") }
            configuration.drill.raw = devices
        case "schedule.enforce", "roster.required":
            guard let isOn = value.bool else { return wrong(value, "false") }
            if isOn { return "true is not supported by this version of vcd; allowed is false" }
        default: return "unknown key"
        }
        return nil
    }

    /// The configuration, if all of it is good.
    mutating func finished(mainFile: String) throws(ConfigurationError) -> Configuration {
        if configuration.client.command.first?.isEmpty ?? true {
            relate("client.command", "[client] command", mainFile, "is missing: the program to call with, as a list")
        }
        for warning in configuration.visit.warnAt where warning >= configuration.visit.length {
            if places["visit.warn_at"] == nil {
                // The defaults are for a full visit; a shorter one is warned as far as it is long enough.
                configuration.visit.warnAt.removeAll { $0 >= configuration.visit.length }
                break
            }
            relate(
                "visit.warn_at",
                "[visit] warn_at",
                mainFile,
                "\(warning.components.seconds)s is not shorter than [visit] length, "
                    + "\(configuration.visit.length.components.seconds)s"
            )
        }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return configuration
    }

    private mutating func setStrings(
        _ value: any TOMLValueConvertible,
        of what: String,
        _ assign: (inout Configuration, [String]) -> Void
    ) -> String? {
        guard let list = strings(value), list.allSatisfy({ !$0.contains("\0") }) else {
            return wrong(value, "a list of strings, \(what)")
        }
        assign(&configuration, list)
        return nil
    }

    private mutating func setDuration(
        _ value: any TOMLValueConvertible,
        _ range: ClosedRange<Duration>,
        _ assign: (inout Configuration, Duration) -> Void
    ) -> String? {
        guard let duration = value.string.flatMap(DurationText.parse), range.contains(duration) else {
            let least = range.lowerBound.components.seconds
            return wrong(value, "\(DurationText.allowed); from \(least)s to \(range.upperBound.components.seconds)s")
        }
        assign(&configuration, duration)
        return nil
    }

    private mutating func setDurations(
        _ value: any TOMLValueConvertible,
        _ assign: (inout Configuration, [Duration]) -> Void
    ) -> String? {
        let durations = strings(value)?.map(DurationText.parse)
        guard let durations, durations.allSatisfy({ $0 != nil && $0 != .zero }) else {
            return wrong(value, "a list, each \(DurationText.allowed)")
        }
        assign(&configuration, durations.compactMap { $0 })
        return nil
    }

    /// - Returns: nil when the value is not a list of strings alone.
    private func strings(_ value: any TOMLValueConvertible) -> [String]? {
        guard let array = value.array else { return nil }
        let strings = array.map(\.string)
        return strings.contains(nil) ? nil : strings.compactMap { $0 }
    }

    private func wrong(_ value: any TOMLValueConvertible, _ allowed: String) -> String {
        let text = value.debugDescription.split(whereSeparator: \.isNewline).joined(separator: " ")
        return "\(text.prefix(100)) is not allowed (\(value.type)); allowed is \(allowed)"
    }

    private mutating func add(_ file: ConfigurationFile, _ table: String, _ key: String?, _ message: String) {
        problems.append(place(file, table, key, message))
    }

    private mutating func relate(_ key: String, _ name: String, _ mainFile: String, _ message: String) {
        let place = places[key]
        problems.append(.init(file: place?.file ?? mainFile, line: place?.line, key: name, message: message))
    }

    private func place(
        _ file: ConfigurationFile,
        _ table: String,
        _ key: String?,
        _ message: String
    ) -> ConfigurationError.Problem {
        .init(
            file: file.path,
            line: file.line(of: key, in: table),
            key: key.map { "[\(table)] \($0)" } ?? "[\(table)]",
            message: message
        )
    }
}
