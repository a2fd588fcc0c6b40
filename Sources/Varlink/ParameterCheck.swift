extension InterfaceDescription {
    /// Holds parameters against a declared structure.
    ///
    /// - Returns: the first field that is missing, unknown or of the wrong type, with dots between levels; nil when
    ///   all are as declared.
    func firstInvalidField(in value: JSONValue, as structure: Structure) -> String? {
        switch structure {
        case .enumeration(let cases):
            guard case .string(let name) = value, cases.contains(name) else { return "" }
            return nil
        case .fields(let fields):
            guard case .object(let object) = value else { return "" }
            for field in fields {
                if let path = firstInvalidField(in: object[field.name] ?? .null, as: field.type) {
                    return path.isEmpty ? field.name : "\(field.name).\(path)"
                }
            }
            let known = Set(fields.map(\.name))
            // Without putting them in order: there may be very many.
            return object.keys.filter { !known.contains($0) }.min()
        }
    }

    /// - Returns: nil when it fits; otherwise the path below this value, empty for the value itself.
    private func firstInvalidField(in value: JSONValue, as type: FieldType) -> String? {
        switch (type, value) {
        case (.nullable, .null), (.bool, .bool), (.int, .int), (.float, .double), (.float, .int), (.string, .string),
            (.object, .object):
            return nil
        case (.nullable(let inner), _): return firstInvalidField(in: value, as: inner)
        case (.named(let name), _): return types[name].map { firstInvalidField(in: value, as: $0) } ?? ""
        case (.inline(let structure), _): return firstInvalidField(in: value, as: structure)
        case (.array(let element), .array(let values)):
            for (index, value) in values.enumerated() {
                if let path = firstInvalidField(in: value, as: element) { return join(String(index), path) }
            }
            return nil
        case (.map(let element), .object(let values)):
            let invalid = values.compactMap { key, value in
                firstInvalidField(in: value, as: element).map { (key: key, path: $0) }
            }
            return invalid.min { $0.key < $1.key }.map { join($0.key, $0.path) }
        case (.bool, _), (.int, _), (.float, _), (.string, _), (.object, _), (.array, _), (.map, _): return ""
        }
    }

    private func join(_ head: String, _ tail: String) -> String { tail.isEmpty ? head : "\(head).\(tail)" }
}
