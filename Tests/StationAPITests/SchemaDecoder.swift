import StationAPI
import Varlink

/// Reads off a Decodable type which fields it wants and of which types, by letting it decode from here.
final class SchemaDecoder: Decoder {
    typealias FieldType = InterfaceDescription.FieldType

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    private(set) var fields: [InterfaceDescription.Field] = []
    private var scalar: FieldType?

    /// The structure that `type` decodes from.
    static func structure<Value: Decodable>(of type: Value.Type) throws -> InterfaceDescription.Structure {
        let decoder = SchemaDecoder()
        _ = try Value(from: decoder)
        return .fields(decoder.fields)
    }

    /// The type of one field. Named types of the interface are named as the Swift type is.
    static func fieldType<Value: Decodable>(_ type: Value.Type) throws -> (FieldType, Value) {
        let decoder = SchemaDecoder()
        if let cases = enumerations[ObjectIdentifier(type)], let value = try? Value(from: CaseDecoder(cases)) {
            return (.named(String(describing: type)), value)
        }
        let value = try Value(from: decoder)
        return (decoder.scalar ?? .named(String(describing: type)), value)
    }

    /// The interface's enumerations with a case each, since a decoder can't invent one.
    static let enumerations: [ObjectIdentifier: String] = [
        ObjectIdentifier(API.State.self): "ready", ObjectIdentifier(API.Rung.self): "wipe",
        ObjectIdentifier(API.Verdict.self): "pass", ObjectIdentifier(API.Severity.self): "required",
        ObjectIdentifier(API.StageName.self): "wipe", ObjectIdentifier(API.EventKind.self): "wiped",
        ObjectIdentifier(API.DoubtKind.self): "date",
        ObjectIdentifier(API.Depth.self): "visit", ObjectIdentifier(API.ChainFault.self): "edited",
        ObjectIdentifier(API.ClockState.self): "running", ObjectIdentifier(API.VisitClass.self): "family",
        ObjectIdentifier(API.EntryState.self): "waiting", ObjectIdentifier(API.RosterFault.self): "duplicate",
        ObjectIdentifier(API.EndCause.self): "officer", ObjectIdentifier(API.StepName.self): "visit",
        ObjectIdentifier(API.CallPage.self): "shown",
    ]

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Keyed<Key>(decoder: self))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { Unkeyed(decoder: self) }

    func singleValueContainer() -> any SingleValueDecodingContainer { Single(decoder: self) }

    private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let decoder: SchemaDecoder
        var codingPath: [any CodingKey] { [] }
        var allKeys: [Key] { [] }

        func contains(_ key: Key) -> Bool { true }
        func decodeNil(forKey key: Key) -> Bool { false }

        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
            let (fieldType, value) = try SchemaDecoder.fieldType(type)
            decoder.fields.append(.init(name: key.stringValue, type: fieldType))
            return value
        }

        func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
            let (fieldType, value) = try SchemaDecoder.fieldType(type)
            decoder.fields.append(.init(name: key.stringValue, type: .nullable(fieldType)))
            return value
        }

        func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try optional(type, key) }
        func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try optional(type, key) }
        func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try optional(type, key) }

        private func optional<Value: Decodable>(_ type: Value.Type, _ key: Key) throws -> Value? {
            let (fieldType, value) = try SchemaDecoder.fieldType(type)
            decoder.fields.append(.init(name: key.stringValue, type: .nullable(fieldType)))
            return value
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type,
            forKey key: Key
        ) throws -> KeyedDecodingContainer<Nested> { throw Unsupported() }
        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw Unsupported() }
        func superDecoder() throws -> any Decoder { throw Unsupported() }
        func superDecoder(forKey key: Key) throws -> any Decoder { throw Unsupported() }
    }

    private struct Unkeyed: UnkeyedDecodingContainer {
        let decoder: SchemaDecoder
        var codingPath: [any CodingKey] { [] }
        var count: Int? { 1 }
        var currentIndex = 0
        var isAtEnd: Bool { currentIndex > 0 }

        init(decoder: SchemaDecoder) { self.decoder = decoder }

        func decodeNil() -> Bool { false }

        mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            currentIndex += 1
            let (element, value) = try SchemaDecoder.fieldType(type)
            decoder.scalar = .array(element)
            return value
        }

        func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
            throw Unsupported()
        }
        func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { throw Unsupported() }
        func superDecoder() throws -> any Decoder { throw Unsupported() }
    }

    private struct Single: SingleValueDecodingContainer {
        let decoder: SchemaDecoder
        var codingPath: [any CodingKey] { [] }

        func decodeNil() -> Bool { false }
        func decode(_ type: Bool.Type) -> Bool {
            decoder.scalar = .bool
            return true
        }
        func decode(_ type: Int.Type) -> Int {
            decoder.scalar = .int
            return 1
        }
        func decode(_ type: Double.Type) -> Double {
            decoder.scalar = .float
            return 1
        }
        func decode(_ type: String.Type) -> String {
            decoder.scalar = .string
            return ""
        }
        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: decoder) }
    }

    struct Unsupported: Error {}
}

/// Decodes one enumeration's case.
private struct CaseDecoder: Decoder, SingleValueDecodingContainer {
    let name: String
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ name: String) { self.name = name }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw SchemaDecoder.Unsupported()
    }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw SchemaDecoder.Unsupported() }
    func singleValueContainer() -> any SingleValueDecodingContainer { self }
    func decodeNil() -> Bool { false }
    func decode(_ type: String.Type) -> String { name }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }
}
