/// An interface, as its description declares it (varlink.org/Interface-Definition).
public struct InterfaceDescription: Sendable {
    public let name: String
    /// The text it was read from, served by GetInterfaceDescription to the letter.
    public let source: String
    public let types: [String: Structure]
    public let methods: [String: Method]
    public let errors: [String: Structure]

    public struct Method: Hashable, Sendable {
        public let input: Structure
        public let output: Structure

        public init(input: Structure, output: Structure) {
            self.input = input
            self.output = output
        }
    }

    public struct Field: Hashable, Sendable {
        public let name: String
        public let type: FieldType

        public init(name: String, type: FieldType) {
            self.name = name
            self.type = type
        }
    }

    /// The body of a type, of an error, or of a method's parameters or reply.
    public enum Structure: Hashable, Sendable {
        case fields([Field])
        case enumeration([String])
    }

    public indirect enum FieldType: Hashable, Sendable {
        case bool, int, float, string
        /// An object of any shape, `object`.
        case object
        case named(String)
        case inline(Structure)
        case array(FieldType)
        case map(FieldType)
        case nullable(FieldType)
    }

    /// Reads a description.
    ///
    /// - Throws: ``InterfaceParseError`` with the place, also for a type that is used but nowhere declared.
    public init(parsing text: String) throws(InterfaceParseError) {
        var parser = InterfaceParser(text)
        let parsed = try parser.interface()
        name = parsed.name
        source = text
        types = parsed.types
        methods = parsed.methods
        errors = parsed.errors
    }
}

/// A description that is none, and where.
public struct InterfaceParseError: Error, Hashable, Sendable, CustomStringConvertible {
    public let line: Int
    public let column: Int
    /// What was expected, or what is wrong.
    public let message: String

    public var description: String { "line \(line), column \(column): \(message)" }
}
