/// A recursive-descent parser of the interface definition language.
struct InterfaceParser {
    struct Parsed {
        var name = ""
        var types: [String: InterfaceDescription.Structure] = [:]
        var methods: [String: InterfaceDescription.Method] = [:]
        var errors: [String: InterfaceDescription.Structure] = [:]
    }

    /// Deeper nesting than any interface has; it bounds the recursion.
    private static let deepest = 64

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    private var uses: [(name: String, position: Int)] = []

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func interface() throws(InterfaceParseError) -> Parsed {
        var parsed = Parsed()
        try expect(keyword: "interface")
        parsed.name = try interfaceName()
        var declared: Set<String> = []
        while true {
            skipBlanks()
            if position == bytes.count { break }
            let start = position
            let keyword = word()
            guard ["type", "method", "error"].contains(keyword) else {
                throw fail("'type', 'method' or 'error' expected", at: start)
            }
            skipBlanks()
            let nameStart = position
            let name = try memberName()
            guard declared.insert(name).inserted else { throw fail("'\(name)' is declared twice", at: nameStart) }
            switch keyword {
            case "type": parsed.types[name] = try structure(allowsEnumeration: true)
            case "error": parsed.errors[name] = try structure(allowsEnumeration: false)
            default:
                let input = try structure(allowsEnumeration: false)
                try expect(symbol: "->")
                let output = try structure(allowsEnumeration: false)
                parsed.methods[name] = InterfaceDescription.Method(input: input, output: output)
            }
        }
        for use in uses where parsed.types[use.name] == nil {
            throw fail("type '\(use.name)' is not declared", at: use.position)
        }
        return parsed
    }

    /// `(a: int, b: ?string)`, or `(one, two)` where an enumeration may stand.
    private mutating func structure(
        allowsEnumeration: Bool
    ) throws(InterfaceParseError) -> InterfaceDescription.Structure {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw fail("nested too deeply") }
        try expect(symbol: "(")
        skipBlanks()
        if take(")") { return .fields([]) }
        var fields: [InterfaceDescription.Field] = []
        var cases: [String] = []
        repeat {
            skipBlanks()
            let start = position
            let name = try fieldName()
            guard !cases.contains(name), !fields.contains(where: { $0.name == name }) else {
                throw fail("'\(name)' stands here twice", at: start)
            }
            skipBlanks()
            if take(":") {
                guard cases.isEmpty else { throw fail("an enumeration has no field types", at: start) }
                fields.append(InterfaceDescription.Field(name: name, type: try fieldType()))
            } else {
                guard allowsEnumeration, fields.isEmpty else { throw fail("':' and a type expected") }
                cases.append(name)
            }
            skipBlanks()
        } while take(",")
        try expect(symbol: ")")
        return cases.isEmpty ? .fields(fields) : .enumeration(cases)
    }

    private mutating func fieldType() throws(InterfaceParseError) -> InterfaceDescription.FieldType {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw fail("nested too deeply") }
        skipBlanks()
        let start = position
        if take("?") {
            let inner = try fieldType()
            if case .nullable = inner { throw fail("'?' stands twice", at: start) }
            return .nullable(inner)
        }
        if take("[") {
            let isMap = take("string")
            try expect(symbol: "]")
            return isMap ? .map(try fieldType()) : .array(try fieldType())
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: "(") {
            return .inline(try structure(allowsEnumeration: true))
        }
        let name = word()
        switch name {
        case "bool": return .bool
        case "int": return .int
        case "float": return .float
        case "string": return .string
        case "object": return .object
        default:
            guard let first = name.utf8.first, Self.isUpper(first) else { throw fail("a type expected", at: start) }
            uses.append((name, start))
            return .named(name)
        }
    }

    /// `org.example.name`: two parts at least, the first a letter first, dashes inside a part only.
    private mutating func interfaceName() throws(InterfaceParseError) -> String {
        skipBlanks()
        let start = position
        while position < bytes.count,
            Self.isLetter(bytes[position]) || Self.isDigit(bytes[position])
                || bytes[position] == UInt8(ascii: ".") || bytes[position] == UInt8(ascii: "-")
        {
            position += 1
        }
        let name = String(decoding: bytes[start..<position], as: UTF8.self)
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let isGood =
            parts.count >= 2 && (name.utf8.first.map(Self.isLetter) ?? false)
            && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix("-") && !$0.hasSuffix("-") }
        guard isGood else { throw fail("an interface name such as org.example.name expected", at: start) }
        return name
    }

    private mutating func memberName() throws(InterfaceParseError) -> String {
        let start = position
        let name = word()
        guard let first = name.utf8.first, Self.isUpper(first), !name.utf8.contains(UInt8(ascii: "_")) else {
            throw fail("a name with a capital letter first expected", at: start)
        }
        return name
    }

    private mutating func fieldName() throws(InterfaceParseError) -> String {
        let start = position
        let name = word()
        guard let first = name.utf8.first, Self.isLetter(first), !name.hasSuffix("_"), !name.contains("__") else {
            throw fail("a field name expected", at: start)
        }
        return name
    }

    private mutating func word() -> String {
        let start = position
        while position < bytes.count,
            Self.isLetter(bytes[position]) || Self.isDigit(bytes[position]) || bytes[position] == UInt8(ascii: "_")
        {
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skipBlanks() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): position += 1
            case UInt8(ascii: "#"):
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            default: return
            }
        }
    }

    private mutating func take(_ symbol: String) -> Bool {
        guard bytes[position...].starts(with: symbol.utf8) else { return false }
        position += symbol.utf8.count
        return true
    }

    private mutating func expect(symbol: String) throws(InterfaceParseError) {
        skipBlanks()
        guard take(symbol) else { throw fail("'\(symbol)' expected") }
    }

    private mutating func expect(keyword: String) throws(InterfaceParseError) {
        skipBlanks()
        let start = position
        guard word() == keyword else { throw fail("'\(keyword)' expected", at: start) }
    }

    private func fail(_ message: String, at place: Int? = nil) -> InterfaceParseError {
        let before = bytes[..<(place ?? position)]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return InterfaceParseError(line: line, column: before.count - lineStart + 1, message: message)
    }

    private static func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool {
        isUpper(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}
