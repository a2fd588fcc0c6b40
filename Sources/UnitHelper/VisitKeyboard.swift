import FoundationEssentials

/// The visits' keyboard: the PC's own layout, out of which systemd/xkb takes all keys that type nothing. The visit's
/// compositor is told by these variables (xkbcommon's environment, XKB_DEFAULT_*).
struct VisitKeyboard {
    /// Debian's choice of the keyboard (keyboard(5)).
    private static let system = "/etc/default/keyboard"
    private static let name = "keyboard"

    /// - Throws: ``HelperError``; then no visit may start.
    func write() throws(HelperError) {
        let data = (try? Data(contentsOf: URL(filePath: Self.system))) ?? Data()
        let text = Self.variables(String(decoding: data, as: UTF8.self))
        try LockdownFolder.write(text, to: Self.name, in: LockdownFolder.place)
    }

    /// Of several layouts the first one: the keys that would change it are gone. The options are left out; they could
    /// bring keys back.
    static func variables(_ keyboard: String) -> String {
        var settings: [String: String] = [:]
        for line in keyboard.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            let value = parts[1].filter { $0 != "\"" && $0 != "'" }
            let first = value.split(separator: ",", omittingEmptySubsequences: false).first.map(String.init) ?? ""
            let isName = first.utf8.allSatisfy { byte in
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                    || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            }
            if isName { settings[String(parts[0])] = first }
        }
        let layout = settings["XKBLAYOUT"].flatMap { $0.isEmpty ? nil : $0 } ?? "us"
        let lines = [
            "XKB_DEFAULT_MODEL=\(settings["XKBMODEL"].flatMap { $0.isEmpty ? nil : $0 } ?? "pc105")",
            "XKB_DEFAULT_LAYOUT=\(layout)", "XKB_DEFAULT_VARIANT=\(settings["XKBVARIANT"] ?? "")",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
