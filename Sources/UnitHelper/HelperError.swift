import Glibc
import TemplateManifest
import UnitMessages

/// What a one-shot could not do.
struct HelperError: Error {
    /// What happened, one sentence.
    let message: String
    /// What to do about it, one sentence.
    let remedy: String
    let exit: HelperExit

    init(_ message: String, remedy: String, exit: HelperExit = .failed) {
        self.message = message
        self.remedy = remedy
        self.exit = exit
    }

    init(_ error: TemplateError) { self.init(error.message, remedy: TemplateError.remedy, exit: .template) }

    /// For a system call that failed just now.
    static func system(_ what: String) -> HelperError {
        let reason = String(cString: strerror(errno))
        return HelperError("\(what): \(reason).", remedy: "Restart the PC; if it stays, call the administrator.")
    }
}
