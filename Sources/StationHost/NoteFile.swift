import FoundationEssentials
import Glibc

/// A short file that others read while it may be written anew: it changes as a whole or not at all.
enum NoteFile {
    /// - Returns: whether it could be written; errno says why not.
    static func write(_ value: some Encodable, to path: String, mode: mode_t) -> Bool {
        let fresh = "\(path).new"
        unlink(fresh)
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard let bytes = (try? JSONEncoder().encode(value)).map({ Array($0) }) else { return false }
        return fchmod(descriptor, mode) == 0
            && Glibc.write(descriptor, bytes, bytes.count) == bytes.count
            && rename(fresh, path) == 0
    }
}
