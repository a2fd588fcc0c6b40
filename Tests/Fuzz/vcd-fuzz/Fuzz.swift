import Glibc

/// What libFuzzer feeds: one of the readers of foreign input, named by the environment variable VCD_FUZZ_TARGET. Each
/// reads the bytes and holds what it read against what it must be; where it is not, the process ends by a trap, which
/// libFuzzer reports with the input.
enum FuzzTarget: String, CaseIterable {
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

    func take(_ bytes: [UInt8]) {
        switch self {
        case .frames: fuzzFrames(bytes)
        case .json: fuzzJSON(bytes)
        case .calls: fuzzCall(bytes)
        case .interfaces: fuzzInterface(bytes)
        case .configuration: fuzzConfiguration(bytes)
        case .roster: fuzzRoster(bytes)
        case .values: fuzzValue(bytes)
        case .servers: fuzzServer(bytes)
        }
    }

    static let chosen: FuzzTarget = {
        guard let name = getenv("VCD_FUZZ_TARGET").map({ String(cString: $0) }), let target = FuzzTarget(rawValue: name)
        else { fatalError("set VCD_FUZZ_TARGET to one of \(allCases.map(\.rawValue).joined(separator: ", "))") }
        return target
    }()
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzTarget.chosen.take(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}

/// Ends the process where a property does not hold.
func require(_ holds: Bool, _ property: @autoclosure () -> String) {
    if !holds { fatalError("property broken: \(property())") }
}

/// - Returns: the value; ends the process where there is none.
func required<Value>(_ value: Value?, _ property: @autoclosure () -> String) -> Value {
    guard let value else { fatalError("property broken: \(property())") }
    return value
}

/// - Returns: what `body` returns; ends the process where it throws.
func succeeding<Value>(_ property: @autoclosure () -> String, _ body: () throws -> Value) -> Value {
    do {
        return try body()
    } catch {
        fatalError("property broken: \(property()): \(error)")
    }
}
