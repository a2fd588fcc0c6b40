import Glibc

/// A file could not be read as text.
struct TextFileError: Error {
    enum Reason {
        case system(String)
        case tooLong
        case notUTF8
    }

    let path: String
    let reason: Reason
}

/// A text to read: a file, or `-` for the standard input.
struct TextFile {
    /// As much as the daemon takes in one call, with room for what JSON adds.
    static let most = 512 << 10

    let path: String

    func read() throws(TextFileError) -> String {
        guard path != InputLine.dash else { return try read(from: STDIN_FILENO) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        return try read(from: descriptor)
    }

    private func read(from descriptor: Int32) throws(TextFileError) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= Self.most {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure() }
            guard count > 0 else { return try text(of: bytes) }
            bytes += buffer.prefix(count)
        }
        throw TextFileError(path: path, reason: .tooLong)
    }

    /// Without the mark that some programs put at the start of UTF-8.
    private func text(of bytes: [UInt8]) throws(TextFileError) -> String {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            throw TextFileError(path: path, reason: .notUTF8)
        }
        return text
    }

    private func failure() -> TextFileError {
        TextFileError(path: path, reason: .system(String(cString: strerror(errno))))
    }
}
