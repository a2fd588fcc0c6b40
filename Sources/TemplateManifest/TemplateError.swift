/// Why no home may begin with a template.
public struct TemplateError: Error, Hashable, Sendable {
    public enum Code: Hashable, Sendable {
        /// It isn't what was accepted.
        case changed
        case notAccepted
        /// It holds what no template may hold.
        case unfit
        /// It, or the record of what was accepted, can't be read or written.
        case unreadable
    }

    public let code: Code
    /// What happened, one sentence.
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// What to do about it, whatever it is.
    public static let remedy =
        "A supervisor looks at it with 'vcctl template', then either accepts it with 'vcctl template set', or has the "
        + "administrator put it right and runs 'vcctl wipe'."
}
