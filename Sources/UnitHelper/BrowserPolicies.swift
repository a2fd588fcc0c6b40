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
        try RootFolder(path).replace(name, with: Array(text.utf8), mode: 0o644)
    }
}
