import NIOCore

/// A call that a method is answering.
public struct VarlinkCall: Sendable {
    /// The method's full name.
    public let method: String
    /// Who calls.
    public let peer: PeerCredentials
    /// Whether the caller takes more than one reply.
    public let wantsMore: Bool
    /// Whether the caller takes no reply at all.
    public let isOneway: Bool

    /// Whether it takes long to read.
    let isLong: Bool
    let parameters: JSONValue
    let send: @Sendable (ByteBuffer) async throws -> Void

    /// The call's parameters as a type. They fit the interface's description already.
    ///
    /// - Throws: `InvalidParameter`, naming the field.
    public func parameters<Parameters: Decodable>(as type: Parameters.Type) throws -> Parameters {
        do {
            return try JSONValueDecoder.decode(type, from: parameters)
        } catch let error as DecodingError {
            throw VarlinkError.invalidParameter(error.fieldPath)
        }
    }

    /// Works something out that takes long; others are served meanwhile.
    public static func aside<Result: Sendable>(_ work: @Sendable () throws -> Result) async rethrows -> Result {
        try await VarlinkLoop.aside(if: true, work)
    }

    /// Sends a reply after which others follow.
    ///
    /// - Throws: `ExpectedMore` when the caller takes only one; otherwise when the caller is gone.
    public func reply<Reply: Encodable>(continuing parameters: Reply) async throws {
        guard wantsMore else { throw VarlinkError.expectedMore }
        try await send(WireFormat.encode(OutgoingReply(parameters: parameters, continues: true, error: nil)))
    }
}

extension DecodingError {
    /// The field that the error is about, with dots between levels.
    var fieldPath: String {
        let path: [any CodingKey] =
            switch self {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            @unknown default: []
            }
        return path.map(\.stringValue).joined(separator: ".")
    }
}
