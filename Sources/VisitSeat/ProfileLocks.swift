import Glibc
import ProcFS
import SeatMessages

/// What a browser leaves in its profile while it runs, to say on which PC and as which process. One that comes with a template
/// is another PC's: Chromium would show a dialog about it and never ask for the page.
enum ProfileLocks {
    private static let names = ["SingletonLock", "SingletonCookie", "SingletonSocket", "lock", ".parentlock"]

    /// - Parameters:
    ///   - home: whose usual places of profiles are looked at.
    ///   - profile: the one that the call program is told to use; nil where it isn't told.
    static func remove(in home: String, profile: String?) throws(SeatFailure) {
        let parents = ["\(home)/.config", "\(home)/.mozilla", "\(home)/.mozilla/firefox"]
        let usual = parents.flatMap { parent in DirectoryListing.names(in: parent).map { "\(parent)/\($0)" } }
        for folder in usual + (profile.map { [$0] } ?? []) {
            for name in names {
                guard unlink("\(folder)/\(name)") == 0 || [ENOENT, ENOTDIR, EISDIR].contains(errno) else {
                    let reason = String(cString: strerror(errno))
                    throw SeatFailure(cause: .template, message: "\(folder)/\(name) cannot be removed: \(reason).")
                }
            }
        }
    }
}
