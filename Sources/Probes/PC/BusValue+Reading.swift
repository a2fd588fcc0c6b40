import Systemd

/// Values as the probes read them.
extension BusValue {
    /// The members of an array or a structure; none for anything else.
    var members: [BusValue] {
        if case .array(_, let members) = content { return members }
        if case .structure(let members) = content { return members }
        return []
    }

    /// A dictionary whose keys are texts.
    var properties: [String: BusValue] {
        var properties: [String: BusValue] = [:]
        for case .entry(let key, let value) in members {
            if let name = key.text { properties[name] = value.content }
        }
        return properties
    }

    var flag: Bool? {
        guard case .bool(let flag) = content else { return nil }
        return flag
    }

    /// A number of any width.
    var number: Double? {
        switch content {
        case .byte(let number): Double(number)
        case .int32(let number): Double(number)
        case .uint32(let number): Double(number)
        case .int64(let number): Double(number)
        case .uint64(let number): Double(number)
        case .double(let number): number
        case .bool, .string, .objectPath, .descriptor, .array, .structure, .entry, .variant: nil
        }
    }

    /// What a variant holds.
    private var content: BusValue {
        guard case .variant(let inner) = self else { return self }
        return inner.content
    }
}
