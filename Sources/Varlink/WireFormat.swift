import FoundationEssentials
import NIOCore

/// A message on the wire is a JSON object and a NUL byte (varlink.org/Protocol).
enum WireFormat {
    static func encode<Message: Encodable>(_ message: Message) throws -> ByteBuffer {
        let encoder = JSONEncoder()
        // Sorted, so that the same message is the same line of `vcctl --json` each time.
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(message)
        var buffer = ByteBuffer()
        buffer.reserveCapacity(data.count + 1)
        buffer.writeBytes(data)
        buffer.writeInteger(UInt8(0))
        return buffer
    }

    /// - Throws: ``MalformedMessage`` when the bytes are no UTF-8, no JSON, or not what `type` needs.
    static func decode<Message: Decodable>(_ type: Message.Type, from frame: ByteBuffer) throws -> Message {
        let value = try JSONReader.value(of: Array(frame.readableBytesView))
        do {
            return try JSONValueDecoder.decode(type, from: value)
        } catch {
            throw MalformedMessage(reason: "\(error)")
        }
    }
}

/// Bytes that are no message of the protocol. There is no answering them: the connection ends.
struct MalformedMessage: Error {
    let reason: String
}

/// A call as it stands on the wire.
struct CallMessage: Codable {
    var method: String
    var parameters: JSONValue?
    var oneway: Bool?
    var more: Bool?
    var upgrade: Bool?
}

/// A call with typed parameters, for sending.
struct OutgoingCall<Parameters: Encodable>: Encodable {
    var method: String
    var parameters: Parameters
    var oneway: Bool?
    var more: Bool?
}

/// A reply with typed parameters, for sending.
struct OutgoingReply<Parameters: Encodable>: Encodable {
    var parameters: Parameters
    var continues: Bool?
    var error: String?
}

/// A reply as it stands on the wire: typed parameters, or an error's untyped ones.
struct IncomingReply<Parameters: Decodable>: Decodable {
    let continues: Bool
    let outcome: Result<Parameters, VarlinkError>

    private enum CodingKeys: String, CodingKey { case parameters, continues, error }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        continues = try fields.decodeIfPresent(Bool.self, forKey: .continues) ?? false
        if let name = try fields.decodeIfPresent(String.self, forKey: .error) {
            let parameters = try fields.decodeIfPresent(JSONValue.self, forKey: .parameters) ?? .object([:])
            outcome = .failure(VarlinkError(name: name, parameters: parameters))
        } else if fields.contains(.parameters) {
            outcome = .success(try fields.decode(Parameters.self, forKey: .parameters))
        } else {
            outcome = .success(try JSONValueDecoder.decode(Parameters.self, from: .object([:])))
        }
    }
}
