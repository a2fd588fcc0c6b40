/// Looks for what ends the whole process in TOMLKit's parser (toml++ 3.4): no name behind a `[`, as in a line that begins
/// with `[.` or holds a `[` alone; a `}` in a list; a date that something else stands behind than a time.
struct TOMLPitfalls {
    struct Fault {
        /// From 1 on.
        let line: Int
        let message: String
    }

    private enum Pitfall: String, Error {
        case noName = "no valid TOML: the name of a table expected behind the bracket"
        case braceInList = "no valid TOML: a '}' in a list"
        /// Also some that the parser would read: with a time, which it does not is hard to tell.
        case date = "a date is a text here, in quotes: \"YYYY-MM-DD\""
    }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    /// The brackets of values that are open; a `[` in them begins no heading.
    private var open: [UInt8] = []

    /// - Returns: the first such place; nil where there is none. What it says is right for a text that is valid up to there.
    static func fault(in text: String) -> Fault? {
        var pitfalls = TOMLPitfalls(Array(text.utf8))
        do throws(Pitfall) {
            try pitfalls.search()
            return nil
        } catch {
            return Fault(line: pitfalls.line, message: error.rawValue)
        }
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: "\u{FEFF}".utf8) { position = 3 }
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func search() throws(Pitfall) {
        while position < bytes.count {
            skipBlanks()
            if open.isEmpty, next == UInt8(ascii: "["), !headingHasName() { throw .noName }
            try skipLine()
        }
    }

    private mutating func headingHasName() -> Bool {
        position += 1
        if next == UInt8(ascii: "[") { position += 1 }
        skipBlanks()
        // At the end of the text the parser says so itself, and it knows headings that are empty.
        guard let next else { return true }
        defer { while let next = self.next, next != UInt8(ascii: "\n") { position += 1 } }
        return Self.isBare(next) || next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") || next == UInt8(ascii: "]")
    }

    /// Goes to the begin of the next line that begins outside of a string.
    private mutating func skipLine() throws(Pitfall) {
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\n"):
                position += 1
                line += 1
                return
            case UInt8(ascii: "#"): while let next, next != UInt8(ascii: "\n") { position += 1 }
            case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString(byte)
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                open.append(byte)
                position += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                // It closes nothing but the list.
                guard byte == UInt8(ascii: "]") || open.last != UInt8(ascii: "[") else { throw .braceInList }
                _ = open.popLast()
                position += 1
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard !beginsDate || isPlainDate else { throw .date }
                position += 1
            default: position += 1
            }
        }
    }

    /// Whether a word begins here that the parser takes for a date. It looks for two dashes and goes past underscores.
    private var beginsDate: Bool {
        if position > 0, Self.isBare(bytes[position - 1]) { return false }
        // A letter outside of ASCII is one of the word, however many bytes it has.
        let word = Array(bytes[position...].lazy.filter { $0 != UInt8(ascii: "_") && $0 & 0xC0 != 0x80 }.prefix(8))
        return word.count == 8 && word[4] == UInt8(ascii: "-") && word[7] == UInt8(ascii: "-")
            && !word.contains(where: Self.endsValue)
    }

    /// Whether it is a day and no more.
    private var isPlainDate: Bool {
        let rest = bytes[position...]
        let form = rest.prefix(10).map { Self.isDigit($0) ? UInt8(ascii: "0") : $0 }
        guard form.elementsEqual("0000-00-00".utf8) else { return false }
        let behind = rest.dropFirst(10)
        return behind.first.map(Self.endsValue) ?? true
            && !(behind.first == UInt8(ascii: " ") && behind.dropFirst().first.map(Self.isDigit) ?? false)
    }

    private static func endsValue(_ byte: UInt8) -> Bool { " \t\r\n,]}#".utf8.contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Whether it can be part of a name without quotes (TOML, "Keys").
    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private mutating func skipString(_ quote: UInt8) {
        let isLong = bytes[position...].starts(with: [quote, quote, quote])
        position += isLong ? 3 : 1
        while let byte = next {
            if byte == UInt8(ascii: "\n") {
                // A string of one line ends with it, by mistake.
                guard isLong else { return }
                line += 1
            }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                position += 1
                if next == UInt8(ascii: "\n") { continue }
            } else if byte == quote, !isLong || bytes[position...].starts(with: [quote, quote, quote]) {
                position += isLong ? 3 : 1
                // Up to two quotes can stand before the closing three.
                if isLong { while next == quote { position += 1 } }
                return
            }
            position += 1
        }
    }

    private mutating func skipBlanks() {
        while let byte = next, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { position += 1 }
    }
}
