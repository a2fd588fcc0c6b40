import CSystemd
import Glibc

/// Writes values into a message of sd-bus, and reads them out of one.
enum BusMessage {
    /// Deeper nesting than the specification allows (64) is refused by libsystemd itself; this bounds our recursion.
    private static let deepest = 64

    static func append(_ values: [BusValue], to message: OpaquePointer) throws(BusError) {
        for value in values { try append(value, to: message) }
    }

    private static func append(_ value: BusValue, to message: OpaquePointer) throws(BusError) {
        switch value {
        case .byte(let value): try basic(UInt8(ascii: "y"), value, message)
        case .bool(let value): try basic(UInt8(ascii: "b"), Int32(value ? 1 : 0), message)
        case .int32(let value): try basic(UInt8(ascii: "i"), value, message)
        case .uint32(let value): try basic(UInt8(ascii: "u"), value, message)
        case .int64(let value): try basic(UInt8(ascii: "x"), value, message)
        case .uint64(let value): try basic(UInt8(ascii: "t"), value, message)
        case .double(let value): try basic(UInt8(ascii: "d"), value, message)
        case .descriptor(let value): try basic(UInt8(ascii: "h"), value, message)
        case .string(let text): try check(sd_bus_message_append_basic(message, CChar(UInt8(ascii: "s")), text))
        case .objectPath(let text): try check(sd_bus_message_append_basic(message, CChar(UInt8(ascii: "o")), text))
        case .array(let element, let values):
            try container("a", element, values, message)
        case .structure(let fields): try container("r", fields.map(\.signature).joined(), fields, message)
        case .entry(let key, let value): try container("e", key.signature + value.signature, [key, value], message)
        case .variant(let value): try container("v", value.signature, [value], message)
        }
    }

    private static func container(
        _ kind: Character,
        _ contents: String,
        _ values: [BusValue],
        _ message: OpaquePointer
    ) throws(BusError) {
        try check(sd_bus_message_open_container(message, code(kind), contents))
        try append(values, to: message)
        try check(sd_bus_message_close_container(message))
    }

    private static func basic<Value: BitwiseCopyable>(
        _ type: UInt8,
        _ value: Value,
        _ message: OpaquePointer
    ) throws(BusError) {
        var value = value
        try check(sd_bus_message_append_basic(message, CChar(type), &value))
    }

    static func read(_ message: OpaquePointer) throws(BusError) -> [BusValue] { try read(message, depth: 0) }

    private static func read(_ message: OpaquePointer, depth: Int) throws(BusError) -> [BusValue] {
        guard depth <= deepest else { throw .malformed("nested too deeply") }
        var values: [BusValue] = []
        while true {
            var type: CChar = 0
            var contents: UnsafePointer<CChar>?
            guard try check(sd_bus_message_peek_type(message, &type, &contents)) > 0 else { return values }
            values.append(try readOne(message, type, contents.map { String(cString: $0) } ?? "", depth: depth))
        }
    }

    private static func readOne(
        _ message: OpaquePointer,
        _ type: CChar,
        _ contents: String,
        depth: Int
    ) throws(BusError) -> BusValue {
        switch Character(UnicodeScalar(UInt8(bitPattern: type))) {
        case "y": return .byte(try number(message, type, UInt8(0)))
        case "b": return .bool(try number(message, type, Int32(0)) != 0)
        case "i": return .int32(try number(message, type, Int32(0)))
        case "u": return .uint32(try number(message, type, UInt32(0)))
        case "x": return .int64(try number(message, type, Int64(0)))
        case "t": return .uint64(try number(message, type, UInt64(0)))
        case "d": return .double(try number(message, type, Double(0)))
        // The message keeps its own copy and closes it.
        case "h": return .descriptor(fcntl(try number(message, type, Int32(0)), F_DUPFD_CLOEXEC, 3))
        case "s", "g": return .string(try text(message, type))
        case "o": return .objectPath(try text(message, type))
        case "a": return .array(of: contents, try inner(message, type, contents, depth: depth))
        case "r": return .structure(try inner(message, type, contents, depth: depth))
        case "e":
            let pair = try inner(message, type, contents, depth: depth)
            guard pair.count == 2 else { throw .malformed("a dictionary entry of \(pair.count)") }
            return .entry(pair[0], pair[1])
        case "v":
            guard let value = try inner(message, type, contents, depth: depth).first else {
                throw .malformed("an empty variant")
            }
            return .variant(value)
        case let other: throw .malformed("type '\(other)'")
        }
    }

    private static func inner(
        _ message: OpaquePointer,
        _ type: CChar,
        _ contents: String,
        depth: Int
    ) throws(BusError) -> [BusValue] {
        try check(sd_bus_message_enter_container(message, type, contents))
        let values = try read(message, depth: depth + 1)
        try check(sd_bus_message_exit_container(message))
        return values
    }

    private static func number<Value: BitwiseCopyable>(
        _ message: OpaquePointer,
        _ type: CChar,
        _ start: Value
    ) throws(BusError) -> Value {
        var value = start
        try check(sd_bus_message_read_basic(message, type, &value))
        return value
    }

    private static func text(_ message: OpaquePointer, _ type: CChar) throws(BusError) -> String {
        var pointer: UnsafePointer<CChar>?
        try check(withUnsafeMutablePointer(to: &pointer) { sd_bus_message_read_basic(message, type, $0) })
        return pointer.map { String(cString: $0) } ?? ""
    }

    private static func code(_ character: Character) -> CChar { CChar(character.asciiValue ?? 0) }

    @discardableResult
    static func check(_ result: Int32) throws(BusError) -> Int32 {
        if result == -EINVAL || result == -ENXIO || result == -EBADMSG { throw .malformed("the values of a message") }
        if result < 0 { throw BusError(result: result) }
        return result
    }
}
