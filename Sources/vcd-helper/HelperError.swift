import Glibc

/// What a one-shot could not do.
struct HelperError: Error {
    /// What happened, one sentence.
    let message: String
    /// What to do about it, one sentence.
    let remedy: String

    init(_ message: String, remedy: String) {
        self.message = message
        self.remedy = remedy
    }

    /// For a system call that failed just now.
    static func system(_ what: String) -> HelperError {
        let reason = String(cString: strerror(errno))
        return HelperError("\(what): \(reason).", remedy: "Restart the PC; if it stays, call the administrator.")
    }
}
