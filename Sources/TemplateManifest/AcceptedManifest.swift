import FoundationEssentials
import Glibc

/// The record of the template that was accepted last: a file.
public struct AcceptedManifest: Sendable {
    let path: String

    public init(path: String) { self.path = path }

    /// How the file is; nil where there is none.
    var status: stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }

    /// - Returns: nil where nothing was accepted yet.
    public func load() throws(TemplateError) -> Manifest? {
        guard status != nil else { return nil }
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw TemplateError(.unreadable, "The record of the accepted template cannot be read (\(path)).")
        }
        return try Manifest(text: String(decoding: data, as: UTF8.self))
    }

    /// Durable, whole or not at all.
    public func save(_ manifest: Manifest) throws(TemplateError) {
        let fresh = "\(path).fresh"
        unlink(fresh)
        let file = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw unwritable() }
        defer { close(file) }
        let bytes = Array(manifest.text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { write(file, $0.baseAddress?.advanced(by: written), $0.count - written) }
            guard count > 0 else { throw unwritable() }
            written += count
        }
        guard fsync(file) == 0, rename(fresh, path) == 0 else { throw unwritable() }
        let folder = open(
            String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]),
            O_RDONLY | O_DIRECTORY | O_CLOEXEC
        )
        guard folder >= 0 else { throw unwritable() }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw unwritable() }
    }

    private func unwritable() -> TemplateError {
        let reason = String(cString: strerror(errno))
        return TemplateError(.unreadable, "The record of the accepted template cannot be written (\(path)): \(reason).")
    }
}
