import FoundationEssentials

/// A value of a browser's policy file.
enum PolicyValue: Hashable, Sendable, Codable {
    case flag(Bool)
    case number(Int)
    case real(Double)
    case text(String)
    case list([PolicyValue])
    case table([String: PolicyValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            self = .flag(value)
        } else if let value = try? container.decode(Int.self) {
            self = .number(value)
        } else if let value = try? container.decode(Double.self) {
            self = .real(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([PolicyValue].self) {
            self = .list(value)
        } else {
            self = .table(try container.decode([String: PolicyValue].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .flag(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .real(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let values): try container.encode(values)
        case .table(let values): try container.encode(values)
        }
    }

    /// As JSON, the same for the same value.
    ///
    /// - Throws: `EncodingError`.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    static func texts(_ texts: [String]) -> PolicyValue { .list(texts.map(PolicyValue.text)) }
}

extension PolicyValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    init(booleanLiteral value: Bool) { self = .flag(value) }
    init(integerLiteral value: Int) { self = .number(value) }
    init(stringLiteral value: String) { self = .text(value) }
}

extension PolicyValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    init(arrayLiteral elements: PolicyValue...) { self = .list(elements) }

    init(dictionaryLiteral elements: (String, PolicyValue)...) {
        self = .table(Dictionary(elements) { _, last in last })
    }
}
