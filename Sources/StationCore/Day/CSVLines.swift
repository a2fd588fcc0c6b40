/// CSV text as RFC 4180 has it, taken apart line by line, with whatever separator: spreadsheets in Indonesia write `;`.
///
/// What spreadsheets leave around a table is no line of it: rows without anything in them, Excel's `sep=;` before the
/// first, a Ctrl-Z or NUL behind the last.
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
        var fault: RosterReason?

        var isBlank: Bool { fault == nil && text.unicodeScalars.allSatisfy(\.isBlank) }
    }

    struct Line {
        /// From 1 on.
        let number: Int
        let fields: [Field]
    }

    private var rest: Substring.UTF8View
    private var number = 0
    private var separator: UInt8

    /// What may stand between two fields.
    static let separators: [UInt8] = [Byte.semicolon, Byte.comma, Byte.tab, Byte.bar]

    /// - Parameters:
    ///   - text: a byte order mark at its beginning doesn't count.
    ///   - separator: whichever there is most of in the first line, where none is named.
    init(_ text: String, separator: UInt8? = nil) {
        var text = text
        text.makeContiguousUTF8()
        rest = Substring(text).utf8
        if text.unicodeScalars.first == "\u{FEFF}" { rest = rest.dropFirst("\u{FEFF}".utf8.count) }
        while let last = rest.last, [Byte.nul, Byte.controlZ].contains(last) { rest = rest.dropLast() }
        self.separator = 0
        skipAnnouncement()
        self.separator = separator ?? Self.separator(of: rest)
    }

    /// The next line that has anything in it; nil after the last.
    mutating func next() -> Line? {
        while let line = nextLine() {
            number += 1
            let fields = fields(of: line)
            if !fields.allSatisfy({ $0.isBlank }) { return Line(number: number, fields: fields) }
        }
        return nil
    }

    /// `sep=;` tells Excel what stands between the fields.
    private mutating func skipAnnouncement() {
        let all = rest
        if let line = nextLine(), line.count == 5, Substring(line.prefix(4)).lowercased() == "sep=" {
            number = 1
        } else {
            rest = all
        }
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
        let start = rest.prefix { isBlank($0) }.endIndex
        guard start < rest.endIndex, rest[start] == Byte.quote else {
            let text = rest.prefix { $0 != separator }
            rest = rest[text.endIndex...]
            let fault = text.contains(Byte.quote) ? RosterReason.quoteInside : nil
            return Field(text: String(Substring(text)), fault: fault)
        }
        rest = rest[start...].dropFirst()
        var text = ""
        while true {
            let part = rest.prefix { $0 != Byte.quote }
            text += Substring(part)
            rest = rest[part.endIndex...]
            guard rest.popFirst() != nil else {
                return Field(text: text, fault: .quoteOpen)
            }
            guard rest.first == Byte.quote else { break }
            text += "\""
            rest = rest.dropFirst()
        }
        let behind = rest.prefix { $0 != separator }
        rest = rest[behind.endIndex...]
        let isNothing = behind.allSatisfy(isBlank)
        return Field(text: text, fault: isNothing ? nil : .behindQuote)
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte != separator && (byte == Byte.space || byte == Byte.tab) }

    /// Whichever there is most of in the first line.
    private static func separator(of text: Substring.UTF8View) -> UInt8 {
        let first = text.prefix { $0 != Byte.lineFeed && $0 != Byte.carriageReturn }
        let counts = separators.map { separator in (separator, first.count { $0 == separator }) }
        let most = counts.max { $0.1 < $1.1 }
        return most.flatMap { $0.1 > 0 ? $0.0 : nil } ?? Byte.comma
    }

    private enum Byte {
        static let tab = UInt8(ascii: "\t")
        static let lineFeed = UInt8(ascii: "\n")
        static let carriageReturn = UInt8(ascii: "\r")
        static let space = UInt8(ascii: " ")
        static let quote = UInt8(ascii: "\"")
        static let comma = UInt8(ascii: ",")
        static let semicolon = UInt8(ascii: ";")
        static let bar = UInt8(ascii: "|")
        static let nul: UInt8 = 0x00
        static let controlZ: UInt8 = 0x1A
    }
}
