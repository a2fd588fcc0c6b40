/// Text made to fit a screen.
enum ScreenText {
    /// Without what would move the cursor; what is too wide ends with `…`.
    static func cut(_ text: String, to columns: Int) -> String {
        let plain = plain(text)
        return plain.count <= columns ? plain : plain.prefix(max(0, columns - 1)) + "…"
    }

    /// Lines that fit, broken between words.
    static func wrapped(_ text: String, to columns: Int) -> [String] {
        var lines: [String] = []
        for paragraph in text.split(whereSeparator: \.isNewline) {
            var line = ""
            for word in paragraph.split(separator: " ") {
                if !line.isEmpty, line.count + 1 + word.count > columns {
                    lines.append(line)
                    line = ""
                }
                line += (line.isEmpty ? "" : " ") + word
            }
            lines.append(line)
        }
        return lines
    }

    /// The one gate to a terminal for texts that somebody else chose: names of devices, notes, errors of units. Nothing in them
    /// moves the cursor, sets a colour or a title, or turns the direction of what stands beside it (Unicode's bidirectional
    /// controls); lines stay lines.
    static func safe(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: commands) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { commands($0) ? "?" : $0 }))
    }

    /// Whether it would do something else than stand there.
    static func commands(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\t": false
        case "\u{61C}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": true
        default: scalar.properties.generalCategory == .control
        }
    }

    private static func plain(_ text: String) -> String {
        String(safe(text).map { $0.isNewline || $0 == "\t" ? "?" : $0 })
    }
}
