import FoundationEssentials

/// An error as the protocol knows it: a qualified name and parameters.
public struct VarlinkError: Error, Hashable, Sendable {
    /// The error's name with its interface, such as `org.varlink.service.MethodNotFound`.
    public let name: String
    /// An object with the fields that the interface declares for the error.
    public let parameters: JSONValue

    public init(name: String, parameters: JSONValue) {
        self.name = name
        self.parameters = parameters
    }

    /// An error with typed parameters.
    public init<Parameters: Encodable>(_ name: String, _ parameters: Parameters) {
        self.name = name
        let data = try? JSONEncoder().encode(parameters)
        self.parameters = data.flatMap { try? JSONDecoder().decode(JSONValue.self, from: $0) } ?? .object([:])
    }

    /// The parameters as a type.
    ///
    /// - Throws: a decoding error when they don't fit it.
    public func decodeParameters<Parameters: Decodable>(as type: Parameters.Type) throws -> Parameters {
        try JSONValueDecoder.decode(type, from: parameters)
    }
}

/// The errors that `org.varlink.service` declares.
extension VarlinkError {
    public static func interfaceNotFound(_ interface: String) -> VarlinkError {
        service("InterfaceNotFound", ["interface": .string(interface)])
    }

    public static func methodNotFound(_ method: String) -> VarlinkError {
        service("MethodNotFound", ["method": .string(method)])
    }

    public static func methodNotImplemented(_ method: String) -> VarlinkError {
        service("MethodNotImplemented", ["method": .string(method)])
    }

    /// - Parameter field: the parameter that is missing, unknown or wrong; a field in a field with dots between.
    public static func invalidParameter(_ field: String) -> VarlinkError {
        service("InvalidParameter", ["parameter": .string(field)])
    }

    public static let permissionDenied = service("PermissionDenied", [:])
    public static let expectedMore = service("ExpectedMore", [:])

    private static func service(_ name: String, _ parameters: [String: JSONValue]) -> VarlinkError {
        VarlinkError(name: "org.varlink.service.\(name)", parameters: .object(parameters))
    }
}
