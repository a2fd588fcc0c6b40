import StationCore
import TOMLKit

/// The keys of what the inmate sees and can touch. Each function returns what is wrong with the value and what is
/// allowed, and nil when it was taken.
extension ConfigurationDraft {
    private static let turns: ClosedRange<Duration> = .seconds(3)...(.seconds(600))

    /// The keys of `[client]` beside those of the program itself.
    mutating func setVisitor(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        switch key {
        case "environment": return setEnvironment(value)
        case "close_signal": return setChoice(value) { $0.client.closeSignal = $1 }
        case "folders":
            guard let folders = strings(value), folders.allSatisfy(Self.isBelowHome) else {
                return wrong(
                    value,
                    "a list of folders below the program's home, such as \"Documents\" or \".zoom/data\""
                )
            }
            configuration.client.folders = folders
        case "services": return setChoices(value) { $0.client.services = $1 }
        case "browser": return setChoice(value) { $0.client.browser = $1 }
        case "address":
            guard let address = value.string.flatMap(CallAddress.init) else { return wrong(value, CallAddress.allowed) }
            configuration.client.address = address
        case "addresses": return setPatterns(value) { $0.client.addresses = $1 }
        case "media_addresses": return setPatterns(value) { $0.client.mediaAddresses = $1 }
        case "join": return setChoice(value) { $0.client.join = $1 }
        default: return "unknown key"
        }
        return nil
    }

    mutating func setNotices(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        switch key {
        case "show": setBool(value) { $0.notices.isShown = $1 }
        case "languages": setLanguages(value) { $0.notices.languages = $1 }
        case "last": setDuration(value, .zero...(.seconds(600))) { $0.notices.lastBar = $1 }
        default: "unknown key"
        }
    }

    mutating func setFirewall(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        switch key {
        case "enforce": return setBool(value) { $0.firewall.isEnforced = $1 }
        case "ports":
            let ports = strings(value)?.map(Configuration.Firewall.Ports.init(parsing:))
            guard let ports, !ports.contains(nil) else {
                return wrong(value, "a list of ports, such as \"443/tcp\" or \"1024-65535/udp\"")
            }
            configuration.firewall.ports = ports.compactMap { $0 }
        case "local":
            let places = strings(value)?.map(Configuration.Firewall.LocalPlace.init(parsing:))
            guard let places, !places.contains(nil) else {
                return wrong(
                    value,
                    "a list of addresses or networks, such as \"10.1.2.3\", \"10.1.2.3:8443\", \"192.168.7.0/24\" or "
                        + "\"[fd00::1]:443\"; of the PC itself 127.0.0.1 with a port only"
                )
            }
            configuration.firewall.local = places.compactMap { $0 }
        default: return "unknown key"
        }
        return nil
    }

    mutating func setWaiting(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        switch key {
        case "screen": return setBool(value) { $0.waiting.isOnScreen = $1 }
        case "port": return setNumber(value, 1...65_535) { $0.waiting.port = UInt16(clamping: $1) }
        case "listen":
            // A name could come to mean another address of the PC's.
            guard let address = value.string.flatMap({ Configuration.Network.Address($0, port: 0) }), address.port > 0,
                IPAddress(address.host) != nil
            else { return wrong(value, "an address of this PC and a port, such as \"192.168.1.5:8088\"") }
            configuration.waiting.listen = address
            return nil
        case "place": return setLine(value) { $0.waiting.place = $1 }
        case "rules": return setTexts(value) { $0.waiting.rules = $1 }
        case "complaints": return setTexts(value) { $0.waiting.complaints = $1 }
        case "languages": return setLanguages(value) { $0.waiting.languages = $1 }
        case "turn": return setDuration(value, Self.turns) { $0.waiting.turn = $1 }
        default: return "unknown key"
        }
    }

    /// What between the keys of the visitor's side does not go together.
    mutating func relateAddresses(_ mainFile: String) {
        let client = configuration.client
        if client.join != .never, client.addresses.isEmpty {
            let message = "a visit's own address needs [client] addresses, where the allowed ones are listed"
            relate("client.join", "[client] join", mainFile, message)
        }
        if let address = client.address, !client.addresses.isEmpty,
            !client.addresses.contains(where: { $0.allows(address) })
        {
            relate("client.address", "[client] address", mainFile, "is none of [client] addresses")
        }
        if client.address != nil, client.browser == nil {
            let message = "is for browsers: set [client] browser, or put the address into [client] command"
            relate("client.address", "[client] address", mainFile, message)
        }
    }

    private mutating func setEnvironment(_ value: any TOMLValueConvertible) -> String? {
        guard let table = value.table else { return wrong(value, "a table: a string for each variable") }
        for name in table.keys.sorted() {
            guard Self.isVariable(name), let text = table[name]?.string, !text.contains("\0") else {
                return "the variable \"\(name)\" must be a string; its name letters, digits and _, and none of "
                    + "\(Self.fixedVariables.sorted().joined(separator: ", ")) or LD_*"
            }
            configuration.client.environment[name] = text
        }
        return nil
    }

    /// They say where a visit may write, and which it is.
    private static let fixedVariables: Set = [
        "HOME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "VCD_VISIT",
        "VCD_ADDRESS",
    ]

    private static func isVariable(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return !fixedVariables.contains(name) && !name.hasPrefix("LD_")
            && name.unicodeScalars.allSatisfy {
                $0 == "_" || $0.properties.isAlphabetic && $0.isASCII || "0"..."9" ~= $0
            }
    }

    private static func isBelowHome(_ path: String) -> Bool {
        !path.isEmpty && !path.hasPrefix("/") && !path.contains("\0")
            && !path.split(separator: "/", omittingEmptySubsequences: false).contains { ["", ".", ".."].contains($0) }
    }

    private mutating func setLine(
        _ value: any TOMLValueConvertible,
        _ assign: (inout Configuration, String) -> Void
    ) -> String? {
        guard let line = value.string, Self.isLine(line) else {
            return wrong(value, "one line of at most 200 characters")
        }
        assign(&configuration, line)
        return nil
    }

    private static func isLine(_ text: String) -> Bool {
        (1...200).contains(text.length) && text.isPlain
    }

    /// Texts of both languages, or of one that stands for both.
    private mutating func setTexts(
        _ value: any TOMLValueConvertible,
        _ assign: (inout Configuration, [LocalText]) -> Void
    ) -> String? {
        let texts = value.array?.map { entry -> LocalText? in
            if let text = entry.string { return Self.isLine(text) ? LocalText(text, text) : nil }
            guard let table = entry.table, Set(table.keys) == ["en", "id"], let english = table["en"]?.string,
                let indonesian = table["id"]?.string, Self.isLine(english), Self.isLine(indonesian)
            else { return nil }
            return LocalText(english, indonesian)
        }
        guard let texts, texts.count <= 12, !texts.contains(nil) else {
            return wrong(
                value,
                "a list of at most 12 lines, each a string or { id = \"...\", en = \"...\" }, of at most 200 characters"
            )
        }
        assign(&configuration, texts.compactMap { $0 })
        return nil
    }

    private mutating func setLanguages(
        _ value: any TOMLValueConvertible,
        _ assign: (inout Configuration, [Configuration.Language]) -> Void
    ) -> String? {
        guard value.array?.isEmpty != true else { return wrong(value, "a list with at least one of \"id\", \"en\"") }
        return setChoices(value, assign)
    }

    private mutating func setPatterns(
        _ value: any TOMLValueConvertible,
        _ assign: (inout Configuration, [AddressPattern]) -> Void
    ) -> String? {
        let patterns = strings(value)?.map(AddressPattern.init)
        guard let patterns, !patterns.contains(nil) else { return wrong(value, AddressPattern.allowed) }
        assign(&configuration, patterns.compactMap { $0 })
        return nil
    }
}
