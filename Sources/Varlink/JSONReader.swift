/// Reads JSON text (RFC 8259) in time that grows with its length alone, however it is made. JSONDecoder, asked for a
/// value of any kind, tries one kind after another: a thousand brackets that stand in each other cost it seconds.
///
/// It is strict where readers differ: a key that stands twice, nesting past ``deepest`` and numbers that no machine holds
/// are refused.
struct JSONReader {
    /// Deeper than any interface's values.
    static let deepest = 64
    private static let longestNumber = 1_000
    /// Up to here a Double holds each whole number.
    private static let exact: Double = 9_007_199_254_740_992

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// - Throws: ``MalformedMessage`` when the bytes are no JSON text or no UTF-8.
    static func value(of bytes: [UInt8]) throws(MalformedMessage) -> JSONValue {
        var reader = JSONReader(bytes)
        let value = try reader.value()
        reader.skipBlanks()
        guard reader.next == nil else { throw reader.fail("something stands behind the value") }
        return value
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func value() throws(MalformedMessage) -> JSONValue {
        skipBlanks()
        guard let next else { throw fail("a value expected") }
        switch next {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw fail("a value expected")
        }
    }

    private mutating func object() throws(MalformedMessage) -> JSONValue {
        try enter()
        var fields: [String: JSONValue] = [:]
        if take(UInt8(ascii: "}")) { return leave(.object(fields)) }
        repeat {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw fail("a key expected") }
            let key = try string()
            guard take(UInt8(ascii: ":")) else { throw fail("':' expected") }
            guard fields.updateValue(try value(), forKey: key) == nil else { throw fail("a key stands twice") }
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw fail("',' or '}' expected") }
        return leave(.object(fields))
    }

    private mutating func array() throws(MalformedMessage) -> JSONValue {
        try enter()
        var values: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return leave(.array(values)) }
        repeat { values.append(try value()) } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw fail("',' or ']' expected") }
        return leave(.array(values))
    }

    /// Goes past an opening bracket.
    private mutating func enter() throws(MalformedMessage) {
        position += 1
        depth += 1
        guard depth <= Self.deepest else { throw fail("nested too deeply") }
    }

    private mutating func leave(_ value: JSONValue) -> JSONValue {
        depth -= 1
        return value
    }

    private mutating func string() throws(MalformedMessage) -> String {
        position += 1
        var text: [UInt8] = []
        var start = position
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                let part = bytes[start..<position]
                position += 1
                let read =
                    text.isEmpty
                    ? String(validating: part, as: UTF8.self) : String(validating: text + part, as: UTF8.self)
                guard let read else { throw fail("invalid UTF-8") }
                return read
            case UInt8(ascii: "\\"):
                text += bytes[start..<position]
                position += 1
                text += Array(String(try escaped()).utf8)
                start = position
            case 0..<0x20: throw fail("a control character in a string")
            default: position += 1
            }
        }
        throw fail("a string without end")
    }

    /// What an escape behind its backslash stands for.
    private mutating func escaped() throws(MalformedMessage) -> Unicode.Scalar {
        guard let byte = next else { throw fail("an escape expected") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try scalar()
        default: throw fail("no such escape")
        }
    }

    /// One scalar from its four digits, or from two surrogates (section 7).
    private mutating func scalar() throws(MalformedMessage) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(UInt32(first)) { return scalar }
        guard first < 0xDC00, take(exactly: "\\u") else { throw fail("half a surrogate pair") }
        let second = try codeUnit()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
        else { throw fail("half a surrogate pair") }
        return scalar
    }

    private mutating func codeUnit() throws(MalformedMessage) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = next.flatMap(Self.hexadecimal) else { throw fail("four hexadecimal digits expected") }
            unit = unit << 4 | digit
            position += 1
        }
        return unit
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// A whole number is an `int` however it is written, `2.0` and `2e0` too: some writers know one kind of number only.
    private mutating func number() throws(MalformedMessage) -> JSONValue {
        let start = position
        skip(UInt8(ascii: "-"))
        let first = next
        let whole = digits()
        guard whole == 1 || whole > 1 && first != UInt8(ascii: "0") else { throw fail("a number expected") }
        var isInteger = true
        if skip(UInt8(ascii: ".")) {
            isInteger = false
            guard digits() > 0 else { throw fail("digits expected") }
        }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            isInteger = false
            if !skip(UInt8(ascii: "+")) { skip(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw fail("digits expected") }
        }
        guard position - start <= Self.longestNumber else { throw fail("a number too long") }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let number = Int64(text) { return .int(number) }
        guard let number = Double(text), number.isFinite else { throw fail("a number too large") }
        // A larger one may be another than was written.
        guard number.magnitude <= Self.exact, let integer = Int64(exactly: number) else { return .double(number) }
        return .int(integer)
    }

    /// - Returns: how many there are.
    private mutating func digits() -> Int {
        let start = position
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        return position - start
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(MalformedMessage) -> JSONValue {
        guard take(exactly: word) else { throw fail("a value expected") }
        return value
    }

    private mutating func take(exactly word: StaticString) -> Bool {
        let isThere = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
        if isThere { position += word.utf8CodeUnitCount }
        return isThere
    }

    /// Goes past blanks and then, if it is there, a sign.
    private mutating func take(_ sign: UInt8) -> Bool {
        skipBlanks()
        return skip(sign)
    }

    @discardableResult private mutating func skip(_ sign: UInt8) -> Bool {
        guard next == sign else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func fail(_ reason: String) -> MalformedMessage {
        MalformedMessage(reason: "byte \(position): \(reason)")
    }
}
