import NIOCore

/// An interface with what answers its methods.
public struct VarlinkInterface: Sendable {
    public let description: InterfaceDescription
    private let methods: [String: Method]

    /// One method's answer: from typed parameters to the final reply's parameters.
    public struct Method: Sendable {
        let answer: @Sendable (VarlinkCall) async throws -> ByteBuffer

        /// - Parameters:
        ///   - takesLong: whether others are to be served while the reply is written.
        ///   - body: returns the final reply's parameters, or throws a ``VarlinkError``. It is cancelled when the caller
        ///     goes away.
        public init<Parameters: Decodable & Sendable, Reply: Encodable & Sendable>(
            takesLong: Bool = false,
            _ body: @escaping @Sendable (Parameters, VarlinkCall) async throws -> Reply
        ) {
            answer = { call in
                let parameters = try await VarlinkLoop.aside(if: call.isLong) {
                    try call.parameters(as: Parameters.self)
                }
                let reply = try await body(parameters, call)
                return try await VarlinkLoop.aside(if: takesLong) {
                    try WireFormat.encode(OutgoingReply(parameters: reply, continues: nil, error: nil))
                }
            }
        }
    }

    /// - Parameters:
    ///   - description: what is served and what calls are checked against.
    ///   - methods: by short name. A declared method that is missing here answers `MethodNotImplemented`.
    /// - Throws: ``UndeclaredMethod`` for a method that the description doesn't have.
    public init(_ description: InterfaceDescription, methods: [String: Method]) throws {
        for name in methods.keys.sorted() where description.methods[name] == nil {
            throw UndeclaredMethod(interface: description.name, method: name)
        }
        self.description = description
        self.methods = methods
    }

    /// Answers one call of this interface.
    func answer(_ call: VarlinkCall, shortName: String) async throws -> ByteBuffer {
        guard let declared = description.methods[shortName] else { throw VarlinkError.methodNotFound(call.method) }
        guard let method = methods[shortName] else { throw VarlinkError.methodNotImplemented(call.method) }
        let invalid = await VarlinkLoop.aside(if: call.isLong) {
            description.firstInvalidField(in: call.parameters, as: declared.input)
        }
        if let field = invalid {
            throw VarlinkError.invalidParameter(field.isEmpty ? "parameters" : field)
        }
        return try await method.answer(call)
    }
}

/// A method was given that its interface doesn't declare.
public struct UndeclaredMethod: Error, Hashable, Sendable, CustomStringConvertible {
    public let interface: String
    public let method: String

    public var description: String { "\(interface) declares no method \(method)." }
}
