import Glibc
import SeatMessages

/// The folders that a visit's environment names and that programs expect to be there.
enum PrivateFolders {
    static func make() {
        for name in ["TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"] {
            if let value = getenv(name) { make(String(cString: value)) }
        }
    }

    /// Makes folders below the home.
    static func make(belowHome folders: [String]) throws(SeatFailure) {
        guard !folders.isEmpty else { return }
        let home = try folder("HOME")
        for folder in folders where !make("\(home)/\(folder)") {
            throw SeatFailure(
                cause: .client,
                message:
                    "The folder '\(folder)' of [client] folders cannot be made: \(String(cString: strerror(errno)))."
            )
        }
    }

    /// - Returns: whether it is there now.
    @discardableResult
    static func make(_ folder: String) -> Bool {
        var path = ""
        for part in folder.split(separator: "/") {
            path += "/" + part
            mkdir(path, 0o700)
        }
        return access(path, W_OK) == 0
    }

    static func home() throws(SeatFailure) -> String { try folder("HOME") }

    /// Where the session keeps its sockets and what it tells its programs.
    static func runtime() throws(SeatFailure) -> String { try folder("XDG_RUNTIME_DIR") }

    static func folder(_ variable: String) throws(SeatFailure) -> String {
        guard let value = getenv(variable) else {
            throw SeatFailure(cause: .isolation, message: "\(variable) is not set.")
        }
        return String(cString: value)
    }

    /// Writes a file that is the visit's only.
    static func write(_ text: String, to path: String) throws(SeatFailure) {
        let bytes = Array(text.utf8)
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        guard Glibc.write(file, bytes, bytes.count) == bytes.count else { throw failure(path) }
    }

    private static func failure(_ path: String) -> SeatFailure {
        SeatFailure(cause: .isolation, message: "\(path) cannot be written: \(String(cString: strerror(errno))).")
    }
}
