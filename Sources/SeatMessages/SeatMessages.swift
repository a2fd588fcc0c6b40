import StationCore

/// What vcd tells vcd-seat on its standard input, first line: everything about the visit that it needs. It goes
/// through the pipe so that it stands in no process's arguments.
public struct SeatOrder: Codable, Sendable {
    public var session: SessionPlan
    /// Where the template is mounted in the sandbox; nil for an empty home.
    public var template: String?
    public var purpose: Purpose

    public enum Purpose: Codable, Sendable, Hashable {
        /// With the visit's own address, where it has one.
        case call(address: String?)
        /// The masked seed of a drill: the seat is the decoy and plants tokens instead of running the client.
        case drill(String)
        /// The visit counts as started once the client has drawn something, within so many milliseconds.
        case trial(limit: Int64)
    }

    public init(session: SessionPlan, template: String?, purpose: Purpose) {
        self.session = session
        self.template = template
        self.purpose = purpose
    }
}

/// What vcd-seat says on its standard output, a line each.
public enum SeatReport: Codable, Sendable {
    /// The client runs.
    case started
    /// The drill's decoy has planted what it could; the text says where.
    case planted(String)
    /// The client could not be started.
    case failed(SeatFailure)
    case exited(status: Int32)
    case signalled(signal: Int32)
    /// What the screen shows of the call is something else by now.
    case sees(CallView)
}

public struct SeatFailure: Codable, Sendable {
    public enum Cause: String, Codable, Sendable {
        case client, template, display, service, isolation
        /// The browser shows something else than the page it was given.
        case page
    }

    public var cause: Cause
    public var message: String

    public init(cause: Cause, message: String) {
        self.cause = cause
        self.message = message
    }
}

/// The line with which vcd asks the seat to close; the end of its standard input means the same.
public let seatCloseLine = "close"

/// The line with which vcd asks the seat to begin the client anew.
public let seatRestartLine = "restart"
