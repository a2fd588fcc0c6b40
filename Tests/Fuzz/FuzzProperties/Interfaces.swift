@testable import Varlink

/// What is parsed and printed parses to the same; what is refused is refused at a place of the text.
func fuzzInterface(_ bytes: [UInt8]) throws {
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    do {
        let interface = try InterfaceDescription(parsing: text)
        let again = try succeeding("what was printed parses") { try InterfaceDescription(parsing: interface.printed) }
        try require(interface.isSame(as: again), "what was printed parses to the same: \(interface.printed)")
        try require(interface.source == text, "the text is kept to the letter")
    } catch let error as InterfaceParseError {
        let lines = text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
        try require((1...lines).contains(error.line), "line \(error.line) of \(lines)")
        let line = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[error.line - 1]
        try require((1...line.count + 1).contains(error.column), "column \(error.column) of \(line.count)")
    }
}

extension InterfaceDescription {
    fileprivate func isSame(as other: InterfaceDescription) -> Bool {
        name == other.name && types == other.types && methods == other.methods && errors == other.errors
    }

    fileprivate var printed: String {
        var text = "interface \(name)\n"
        for (name, type) in types { text += "type \(name) \(Self.printed(type))\n" }
        for (name, method) in methods {
            text += "method \(name)\(Self.printed(method.input)) -> \(Self.printed(method.output))\n"
        }
        for (name, error) in errors { text += "error \(name) \(Self.printed(error))\n" }
        return text
    }

    private static func printed(_ structure: Structure) -> String {
        switch structure {
        case .fields(let fields): "(\(fields.map { "\($0.name): \(printed($0.type))" }.joined(separator: ", ")))"
        case .enumeration(let cases): "(\(cases.joined(separator: ", ")))"
        }
    }

    private static func printed(_ type: FieldType) -> String {
        switch type {
        case .bool: "bool"
        case .int: "int"
        case .float: "float"
        case .string: "string"
        case .object: "object"
        case .named(let name): name
        case .inline(let structure): printed(structure)
        case .array(let element): "[]\(printed(element))"
        case .map(let element): "[string]\(printed(element))"
        case .nullable(let inner): "?\(printed(inner))"
        }
    }
}
