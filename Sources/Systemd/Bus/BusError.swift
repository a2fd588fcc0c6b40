import Glibc

/// A call on the bus came to nothing.
public enum BusError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The other side answered with an error.
    case remote(name: String, message: String)
    /// The bus or the service went away before it answered, or isn't there.
    case disconnected
    /// No answer came in time.
    case timeout
    /// What was to be sent can't be put on the bus, or what came can't be read.
    case malformed(String)
    /// A system error on the way, an errno.
    case system(Int32)

    public var description: String {
        switch self {
        case .remote(let name, let message): "\(message) (\(name))"
        case .disconnected: "The bus has gone away."
        case .timeout: "No answer came in time."
        case .malformed(let what): "This does not fit on the bus: \(what)."
        case .system(let number): String(cString: strerror(number))
        }
    }

    /// From a negative errno, as libsystemd returns it.
    init(result: Int32) {
        switch -result {
        case ENOTCONN, ECONNRESET, ESHUTDOWN, EPIPE, ENOENT, ECONNREFUSED: self = .disconnected
        case ETIMEDOUT: self = .timeout
        default: self = .system(-result)
        }
    }

    /// From the error of a reply. sd-bus makes some of its own when the connection breaks.
    init(name: String, message: String) {
        switch name {
        case "org.freedesktop.DBus.Error.Disconnected": self = .disconnected
        // sd-bus's own words when the connection ends before the answer came.
        case "org.freedesktop.DBus.Error.NoReply" where message == "Connection terminated": self = .disconnected
        case "org.freedesktop.DBus.Error.NoReply", "org.freedesktop.DBus.Error.Timeout": self = .timeout
        default: self = .remote(name: name, message: message)
        }
    }
}
