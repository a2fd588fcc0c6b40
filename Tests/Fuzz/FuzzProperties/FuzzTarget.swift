/// The readers of foreign input that are fed with what somebody might send. Each reads the bytes and holds what it read
/// against what it must be: libFuzzer feeds them what it makes up (`make fuzz`), and the unit tests what it found once.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// The cutting of the byte stream into messages, however it arrives.
    case frames
    /// JSON text, held against JSONDecoder's reading of it.
    case json
    /// A call: the message, the check of its parameters, and their types.
    case calls
    /// The interface definition language.
    case interfaces
    /// The configuration: the main file and a drop-in.
    case configuration
    /// The roster as CSV.
    case roster
    /// Single values as they are typed: durations, sizes, days, times, addresses.
    case values
    /// What comes from servers on the network.
    case servers

    /// - Throws: `BrokenProperty` where what was read is not what it must be.
    public func take(_ bytes: [UInt8]) throws {
        switch self {
        case .frames: try fuzzFrames(bytes)
        case .json: try fuzzJSON(bytes)
        case .calls: try fuzzCall(bytes)
        case .interfaces: try fuzzInterface(bytes)
        case .configuration: try fuzzConfiguration(bytes)
        case .roster: try fuzzRoster(bytes)
        case .values: try fuzzValue(bytes)
        case .servers: try fuzzServer(bytes)
        }
    }
}

/// What must hold of everything that a reader takes, and did not.
public struct BrokenProperty: Error, CustomStringConvertible {
    public let description: String
}

/// - Throws: `BrokenProperty` where a property does not hold.
func require(_ holds: Bool, _ property: @autoclosure () -> String) throws(BrokenProperty) {
    if !holds { throw BrokenProperty(description: property()) }
}

/// - Returns: the value.
/// - Throws: `BrokenProperty` where there is none.
func required<Value>(_ value: Value?, _ property: @autoclosure () -> String) throws(BrokenProperty) -> Value {
    guard let value else { throw BrokenProperty(description: property()) }
    return value
}

/// - Returns: what `body` returns.
/// - Throws: `BrokenProperty` where it throws.
func succeeding<Value>(
    _ property: @autoclosure () -> String,
    _ body: () throws -> Value
) throws(BrokenProperty) -> Value {
    do {
        return try body()
    } catch {
        throw BrokenProperty(description: "\(property()): \(error)")
    }
}
