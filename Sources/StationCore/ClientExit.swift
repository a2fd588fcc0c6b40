/// How the call client ended.
public enum ClientExit: Hashable, Sendable, CustomStringConvertible {
    case exited(Int32)
    case signalled(Int32)
    /// The visit's processes ended and nothing told how, as after a kill of the whole sandbox.
    case unknown

    public var description: String {
        switch self {
        case .exited(let code): "exit status \(code)"
        case .signalled(let signal): "signal \(signal)"
        case .unknown: "unknown status"
        }
    }
}
