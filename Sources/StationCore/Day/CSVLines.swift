/// CSV text as RFC 4180 has it, taken apart line by line, with a `;` between the fields where the first line has it so:
/// spreadsheets in Indonesia write that.
///
/// In one thing it is narrower: a field ends with its line, in quotes too. None of the roster's columns may hold a line
/// break, and one forgotten quote would otherwise swallow the lines after it, whose own mistakes would go unnamed.
///
/// SwiftCSV 0.10.0 was tried: it stops at the first mistake and doesn't say where that is, and it needs Foundation,
/// which the rules do without.
struct CSVLines {
    struct Field {
        var text: String
        /// What is wrong with its quotes.
        var fault: String?
    }

    struct Line {
        /// From 1 on.
        let number: Int
        let fields: [Field]
    }

    private var rest: Substring.UTF8View
    private var number = 0
    private let separator: UInt8

    /// - Parameter text: a byte order mark at its beginning doesn't count.
    init(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        rest = Substring(text).utf8
        if text.unicodeScalars.first == "\u{FEFF}" { rest = rest.dropFirst("\u{FEFF}".utf8.count) }
        separator = Self.separator(of: rest)
    }

    /// The next line that is not blank; nil after the last.
    mutating func next() -> Line? {
        while let line = nextLine() {
            number += 1
            if !line.allSatisfy({ $0 == Byte.space || $0 == Byte.tab }) {
                return Line(number: number, fields: fields(of: line))
            }
        }
        return nil
    }

    /// What is before the next line break: LF, CR LF or CR.
    private mutating func nextLine() -> Substring.UTF8View? {
        guard !rest.isEmpty else { return nil }
        guard let end = rest.firstIndex(where: { $0 == Byte.lineFeed || $0 == Byte.carriageReturn }) else {
            defer { rest = rest[rest.endIndex...] }
            return rest
        }
        let line = rest[..<end]
        var next = rest.index(after: end)
        if rest[end] == Byte.carriageReturn, next < rest.endIndex, rest[next] == Byte.lineFeed {
            next = rest.index(after: next)
        }
        rest = rest[next...]
        return line
    }

    private func fields(of line: Substring.UTF8View) -> [Field] {
        var fields: [Field] = []
        var rest = line
        while true {
            fields.append(field(at: &rest))
            // Behind a field is a separator, or nothing.
            guard rest.popFirst() != nil else { return fields }
        }
    }

    /// Takes a field off, up to the separator after it.
    private func field(at rest: inout Substring.UTF8View) -> Field {
        let start = rest.prefix { $0 == Byte.space || $0 == Byte.tab }.endIndex
        guard start < rest.endIndex, rest[start] == Byte.quote else {
            let text = rest.prefix { $0 != separator }
            rest = rest[text.endIndex...]
            let fault = text.contains(Byte.quote) ? "A quote stands in a field that does not begin with one." : nil
            return Field(text: String(Substring(text)), fault: fault)
        }
        rest = rest[start...].dropFirst()
        var text = ""
        while true {
            let part = rest.prefix { $0 != Byte.quote }
            text += Substring(part)
            rest = rest[part.endIndex...]
            guard rest.popFirst() != nil else {
                return Field(text: text, fault: "The quote is never closed on its line.")
            }
            guard rest.first == Byte.quote else { break }
            text += "\""
            rest = rest.dropFirst()
        }
        let behind = rest.prefix { $0 != separator }
        rest = rest[behind.endIndex...]
        let isBlank = behind.allSatisfy { $0 == Byte.space || $0 == Byte.tab }
        return Field(text: text, fault: isBlank ? nil : "Something stands behind the closing quote.")
    }

    /// Whichever there is more of in the first line.
    private static func separator(of text: Substring.UTF8View) -> UInt8 {
        let first = text.prefix { $0 != Byte.lineFeed && $0 != Byte.carriageReturn }
        return first.count { $0 == Byte.semicolon } > first.count { $0 == Byte.comma } ? Byte.semicolon : Byte.comma
    }

    private enum Byte {
        static let tab = UInt8(ascii: "\t")
        static let lineFeed = UInt8(ascii: "\n")
        static let carriageReturn = UInt8(ascii: "\r")
        static let space = UInt8(ascii: " ")
        static let quote = UInt8(ascii: "\"")
        static let comma = UInt8(ascii: ",")
        static let semicolon = UInt8(ascii: ";")
    }
}
