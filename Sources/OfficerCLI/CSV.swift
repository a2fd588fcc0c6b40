/// Text in the form of RFC 4180.
enum CSV {
    /// One line, with its end.
    static func line(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") + "\r\n" }

    /// What a spreadsheet would take for a formula and carry out, made a text by an apostrophe in front (OWASP, "CSV
    /// injection"). One that is there already gets another, so that import takes off just what was put on.
    private static func inert(_ text: String) -> String {
        let first = text.unicodeScalars.first { $0 != "'" }
        return first.map { "=+-@\t\r".unicodeScalars.contains($0) } == true ? "'" + text : text
    }

    /// A value in quotes where it needs them: also one with blanks at its ends, which some readers drop.
    static func field(_ value: String) -> String {
        let text = inert(value)
        let needsQuotes =
            text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
            || text.first?.isWhitespace == true || text.last?.isWhitespace == true
        guard needsQuotes else { return text }
        // By scalars: with a mark upon it a quote is another character, and still a quote to a reader.
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
