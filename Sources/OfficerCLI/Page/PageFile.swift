import Glibc

/// The page could not be written.
struct PageFileError: Error {
    let path: String
    let reason: String
}

/// Where a page goes: a file, or `-` for the standard output.
struct PageFile {
    static let standardOutput = "-"

    let path: String

    func write(_ text: String) throws(PageFileError) {
        guard path != Self.standardOutput else { return try write(text, to: STDOUT_FILENO) }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure() }
        do throws(PageFileError) {
            try write(text, to: descriptor)
        } catch {
            close(descriptor)
            throw error
        }
        // Some file systems say only here that there was no room.
        guard close(descriptor) == 0 else { throw failure() }
    }

    private func write(_ text: String, to descriptor: Int32) throws(PageFileError) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure() }
            rest = rest.dropFirst(count)
        }
    }

    private func failure() -> PageFileError { PageFileError(path: path, reason: String(cString: strerror(errno))) }
}
