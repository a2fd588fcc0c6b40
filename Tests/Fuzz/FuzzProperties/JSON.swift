import Foundation
import NIOCore

@testable import Varlink

/// What both readers take they read alike; what JSONDecoder alone takes is one of the things that JSONReader refuses on
/// purpose.
func fuzzJSON(_ bytes: [UInt8]) throws {
    // No message holds a NUL; JSONDecoder takes one behind a number for its end.
    guard !bytes.contains(0) else { return }
    let other = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    do {
        let value = try JSONReader.value(of: bytes)
        try require(
            other.map(\.rounded) == value.rounded,
            "JSONDecoder reads \(String(describing: other)), JSONReader \(value)"
        )
        let text = try succeeding("what was read can be written") { try WireFormat.encode(value) }
        let again = try succeeding("what was written can be read") {
            try WireFormat.decode(JSONValue.self, from: message(text))
        }
        try require(again == value, "what was written is read as the same")
    } catch let error as MalformedMessage {
        let isOnPurpose = refusedOnPurpose.contains {
            error.reason.hasSuffix($0)
        }
        // JSONDecoder does not look at the number of a key that stood there before.
        let isOverlooked = (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) == nil
        try require(
            other == nil || isOnPurpose || isOverlooked,
            "JSONDecoder reads \(String(describing: other)), JSONReader: \(error.reason)"
        )
    }
}

/// JSONDecoder takes a comma before a closing bracket, too, where a value or a key should stand.
private let refusedOnPurpose = [
    "nested too deeply", "a key stands twice", "a number too long", "a value expected", "a key expected",
]

/// A message without its NUL.
func message(_ written: ByteBuffer) -> ByteBuffer {
    written.getSlice(at: written.readerIndex, length: written.readableBytes - 1) ?? written
}

extension JSONValue {
    /// With numbers of more digits than a Double has cut short: the two readers differ in which of them are `int`.
    fileprivate var rounded: JSONValue {
        switch self {
        case .int(let number) where number.magnitude > 1 << 53: .double(Double(Float(number)))
        case .double(let number) where number.magnitude > 1e15: .double(Double(Float(number)))
        case .array(let values): .array(values.map(\.rounded))
        case .object(let fields): .object(fields.mapValues(\.rounded))
        case .null, .bool, .double, .string, .int: self
        }
    }
}
