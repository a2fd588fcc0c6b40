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

    private static func plain(_ text: String) -> String {
        String(text.map { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? "?" : $0 })
    }
}
