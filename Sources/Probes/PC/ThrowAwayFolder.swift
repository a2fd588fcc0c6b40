import Glibc
import ProcFS

/// A folder for one run of a program.
struct ThrowAwayFolder {
    let path: String

    /// - Returns: nil where none can be made.
    init?() {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/vcd-probe-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { return nil }
        path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func remove() { Self.remove(path) }

    /// Links are removed, never followed: they are no folders to `unlink`.
    private static func remove(_ folder: String) {
        for name in DirectoryListing.names(in: folder) where unlink("\(folder)/\(name)") != 0 && errno != ENOENT {
            remove("\(folder)/\(name)")
        }
        rmdir(folder)
    }
}
