/// Looks at the brackets of a TOML text before TOMLKit does: its parser (toml++ 3.4) ends the whole process where no name
/// stands behind a `[`, as in a line that begins with `[.` or holds a `[` alone, and at a `}` in a list.
struct TOMLBrackets {
    struct Fault {
        /// From 1 on.
        let line: Int
        let message: String
    }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    /// The brackets of values that are open; a `[` in them begins no heading.
    private var open: [UInt8] = []

    /// - Returns: the first such place; nil where there is none. What is said holds for a text that is valid up to there; of
    ///   any other the parser says what is wrong first.
    static func fault(in text: String) -> Fault? {
        var brackets = TOMLBrackets(Array(text.utf8))
        return brackets.search()
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: "\u{FEFF}".utf8) { position = 3 }
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func search() -> Fault? {
        while position < bytes.count {
            skipBlanks()
            if open.isEmpty, next == UInt8(ascii: "["), !headingHasName() {
                return Fault(line: line, message: "the name of a table expected behind the bracket")
            }
            if !skipLine() { return Fault(line: line, message: "a '}' in a list") }
        }
        return nil
    }

    private mutating func headingHasName() -> Bool {
        position += 1
        if next == UInt8(ascii: "[") { position += 1 }
        skipBlanks()
        // At the end of the text the parser says so itself, and it knows headings that are empty.
        guard let next else { return true }
        defer { while let next = self.next, next != UInt8(ascii: "\n") { position += 1 } }
        switch next {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "\""),
            UInt8(ascii: "'"), UInt8(ascii: "]"):
            return true
        default: return false
        }
    }

    /// Goes to the begin of the next line that begins outside of a string.
    ///
    /// - Returns: false where a `}` is in the way that closes nothing but a list.
    private mutating func skipLine() -> Bool {
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\n"):
                position += 1
                line += 1
                return true
            case UInt8(ascii: "#"): while let next, next != UInt8(ascii: "\n") { position += 1 }
            case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString(byte)
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                open.append(byte)
                position += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                guard byte == UInt8(ascii: "]") || open.last != UInt8(ascii: "[") else { return false }
                _ = open.popLast()
                position += 1
            default: position += 1
            }
        }
        return true
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
