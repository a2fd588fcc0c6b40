/// Looks for what ends the whole process in TOMLKit's parser (toml++ 3.4): no name behind a `[`, as in a line that begins
/// with `[.` or holds a `[` alone; a `}` in a list; a date whose `T` has no time behind it.
struct TOMLPitfalls {
    struct Fault {
        /// From 1 on.
        let line: Int
        let message: String
    }

    private enum Pitfall: String, Error {
        case noName = "the name of a table expected behind the bracket"
        case braceInList = "a '}' in a list"
        case noTime = "a time expected behind the date's 'T'"
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
        switch next {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "\""),
            UInt8(ascii: "'"), UInt8(ascii: "]"):
            return true
        default: return false
        }
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
            case UInt8(ascii: "T"), UInt8(ascii: "t"):
                position += 1
                guard !isBehindDate || next.map(Self.isDigit) ?? true else { throw .noTime }
            default: position += 1
            }
        }
    }

    /// Whether what stands before the last byte is a date.
    private var isBehindDate: Bool {
        let date = bytes[..<(position - 1)].suffix(10)
        return date.count == 10
            && date.enumerated().allSatisfy { $0 == 4 || $0 == 7 ? $1 == UInt8(ascii: "-") : Self.isDigit($1) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

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
