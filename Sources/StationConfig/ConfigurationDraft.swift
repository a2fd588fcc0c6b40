import StationCore
import TOMLKit

/// A configuration in the making: files are laid over each other, and what is wrong is collected.
struct ConfigurationDraft {
    let clients: [String: ConfigurationSources.Source]
    var configuration = Configuration(client: .init(command: []))
    var schedule = ScheduleDraft()
    var problems: [ConfigurationError.Problem] = []
    /// Where each key was set last, by its dotted path, for problems between keys.
    var places: [String: ConfigurationError.Problem] = [:]

    init(clients: [String: ConfigurationSources.Source]) { self.clients = clients }

    /// The tables and keys that there are, for messages.
    private static let known: [(table: String, keys: [String])] = [
        (
            "client",
            [
                "use", "command", "version", "close_grace", "template", "display", "user", "remote_traces",
                "confirm_remote",
            ]
                + visitorKeys
        ),
        (
            "visit",
            ["length", "warn_at", "max_extension", "lawyer_length", "clock", "connect_limit", "max_hold"]
        ),
        ("home", ["size"]),
        ("access", ["observe", "operate", "supervise"]),
        ("checks", ["required", "off", "limits", "start"]),
        ("camera", ["device", "width", "height", "frame_rate", "controls"]),
        ("sound", ["microphone", "loudspeaker", "capture_level", "playback_level", "hdmi"]),
        ("network", ["servers", "stun", "portal", "authorities", "slow"]),
        ("shutdown", ["delay", "when_done", "idle", "grace", "wake"]),
        ("drill", ["at_start", "raw"]),
        (
            "schedule",
            ["enforce", "zone", "trust_clock", "prepare"] + OpeningDraft.keys + ["categories", "exceptions"]
        ),
        ("roster", ["required", "capacity", "quota", "absent", "retention_days"]),
        ("call", ["limit", "command"]),
        ("slot", ["accept", "minimum", "turnaround"]),
        ("notices", ["show", "languages", "last"]),
        ("firewall", ["enforce", "ports", "local"]),
        ("waiting", ["screen", "port", "listen", "place", "rules", "complaints", "languages", "turn"]),
    ]

    private static let visitorKeys = [
        "environment", "close_signal", "folders", "services", "browser", "address", "addresses", "media_addresses",
        "join",
    ]

    /// Lays one file over what is there.
    mutating func take(_ file: ConfigurationFile) throws(ConfigurationError) {
        try takeClient(namedIn: file)
        try take(file, tables: nil)
    }

    /// - Parameter tables: the only ones that the file may have; nil for all there are.
    private mutating func take(_ file: ConfigurationFile, tables: [String]?) throws(ConfigurationError) {
        for name in file.table.keys.sorted() {
            if let tables, !tables.contains(name) {
                add(
                    place(file, [name]),
                    "a client's file may have \(tables.map { "[\($0)]" }.joined(separator: ", ")) only"
                )
                continue
            }
            guard let keys = Self.known.first(where: { $0.table == name })?.keys else {
                let allowed = Self.known.map { "[\($0.table)]" }.joined(separator: ", ")
                add(place(file, [name]), "unknown table; allowed are \(allowed)")
                continue
            }
            guard let table = file.table[name]?.table else {
                add(place(file, [name]), "must be a table: [\(name)] on a line of its own")
                continue
            }
            if name == "access", configuration.access == nil { configuration.access = .init() }
            take(table, keys, at: [name], file) { draft, key, value in draft.set(name, key, value, file) }
        }
    }

    /// Lays the client's file that a file names under what that file says itself. Of another client, named before, only
    /// the template and the account stay.
    private mutating func takeClient(namedIn file: ConfigurationFile) throws(ConfigurationError) {
        guard let value = file.table["client"]?.table?["use"] else { return }
        guard let name = value.string, let source = clients[name] else {
            let names = quoted(clients.keys.sorted())
            add(place(file, ["client"], "use"), wrong(value, "one of \(names), the files in clients.d"))
            return
        }
        var client = Configuration.Client(command: [])
        client.template = configuration.client.template
        client.user = configuration.client.user
        configuration.client = client
        let clientFile = try ConfigurationFile(source)
        if clientFile.table["client"]?.table?["use"] != nil {
            add(place(clientFile, ["client"], "use"), "a client's file names no other")
        }
        try take(clientFile, tables: ClientFiles.tables)
    }

    /// Takes all keys of one table.
    /// - Parameters:
    ///   - path: the table's names from the outermost on.
    ///   - index: which table, of those of one `[[array]]`.
    ///   - set: takes one value, and returns what is wrong with it and what is allowed.
    mutating func take(
        _ table: TOMLTable,
        _ keys: [String],
        at path: [String],
        index: Int? = nil,
        _ file: ConfigurationFile,
        set: (inout ConfigurationDraft, String, any TOMLValueConvertible) -> String?
    ) {
        for key in table.keys.sorted() {
            let place = place(file, path, key, index: index)
            guard keys.contains(key), let value = table[key] else {
                add(place, "unknown key; allowed are \(keys.joined(separator: ", "))")
                continue
            }
            if index == nil { places[(path + [key]).joined(separator: ".")] = place }
            if let complaint = set(&self, key, value) { add(place, complaint) }
        }
    }

    private mutating func set(
        _ table: String,
        _ key: String,
        _ value: any TOMLValueConvertible,
        _ file: ConfigurationFile
    ) -> String? {
        switch table {
        case "client": setClient(key, value)
        case "visit": setVisit(key, value)
        case "home": setHome(key, value)
        case "access": setAccess(key, value)
        case "checks": setChecks(key, value)
        case "camera": setCamera(key, value)
        case "sound": setSound(key, value)
        case "network": setNetwork(key, value)
        case "shutdown": setShutdown(key, value)
        case "drill": setDrill(key, value)
        case "schedule": setSchedule(key, value, file)
        case "roster": setRoster(key, value)
        case "call": setCall(key, value)
        case "slot": setSlot(key, value)
        case "notices": setNotices(key, value)
        case "firewall": setFirewall(key, value)
        case "waiting": setWaiting(key, value)
        default: "unknown table"
        }
    }

    /// The configuration, if all of it is good.
    mutating func finished(mainFile: String) throws(ConfigurationError) -> Configuration {
        if configuration.client.command.first?.isEmpty ?? true {
            relate("client.command", "[client] command", mainFile, "is missing: the program to call with, as a list")
        }
        relateVisitToItsLength(mainFile)
        relateRequiredToOff(mainFile)
        relateAddresses(mainFile)
        finishSchedule(mainFile)
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return configuration
    }

    private mutating func relateRequiredToOff(_ mainFile: String) {
        for name in configuration.checks.required where configuration.checks.off.contains(name) {
            relate("checks.off", "[checks] off", mainFile, "\"\(name.rawValue)\" is in [checks] required, too")
        }
    }

    private mutating func relateVisitToItsLength(_ mainFile: String) {
        let length = configuration.visit.length
        // The defaults are for a full visit; a shorter one is warned as far as it is long enough.
        if places["visit.warn_at"] == nil { configuration.visit.warnAt.removeAll { $0 >= length } }
        if places["slot.minimum"] == nil { configuration.slot.minimum = min(configuration.slot.minimum, length) }
        for warning in configuration.visit.warnAt where warning >= length {
            let message = "\(text(warning)) is not shorter than [visit] length, \(text(length))"
            relate("visit.warn_at", "[visit] warn_at", mainFile, message)
        }
        if configuration.slot.minimum > length {
            let message = "\(text(configuration.slot.minimum)) is longer than [visit] length, \(text(length))"
            relate("slot.minimum", "[slot] minimum", mainFile, message)
        }
    }
}
