import Glibc
import Lockdown
import StationCore

/// Lays the browsers' policies down for the next visit, whose unit shows them where browsers look. Of both: a call
/// program can start another one.
struct BrowserPolicies {
    let configuration: Configuration

    /// - Throws: ``HelperError``; then no visit may start.
    func write() throws(HelperError) {
        for browser in PolicyFile.allCases {
            guard let made = try? browser.files(of: configuration) else {
                throw HelperError(
                    "The rules for the browser \(browser.folder) cannot be made.",
                    remedy: "Restart the PC; if it stays, call the administrator."
                )
            }
            for file in made.unread { print("\(file) is no JSON of policies: it does not hold in visits.") }
            for file in made.files {
                try LockdownFolder.write(file.text, to: file.name, in: "\(LockdownFolder.place)/\(browser.folder)")
            }
        }
    }
}

/// Where root puts what locks a visit down, for everybody to read.
enum LockdownFolder {
    static let place = "/run/vcd/lockdown"

    /// Writes the file whole or not at all.
    static func write(_ text: String, to name: String, in path: String) throws(HelperError) {
        let folder = try RootFolder(path)
        let fresh = ".\(name).new"
        unlinkat(folder.descriptor, fresh, 0)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = openat(folder.descriptor, fresh, flags, 0o644)
        guard file >= 0 else { throw .system("\(path)/\(name) cannot be written") }
        defer { close(file) }
        let bytes = Array(text.utf8)
        guard fchmod(file, 0o644) == 0, Glibc.write(file, bytes, bytes.count) == bytes.count,
            renameat(folder.descriptor, fresh, folder.descriptor, name) == 0
        else { throw .system("\(path)/\(name) cannot be written") }
    }
}
