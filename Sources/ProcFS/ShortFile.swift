import Glibc

/// A short plain file in another account's folder, whatever that account may have put in its place.
public enum ShortFile {
    /// - Returns: nil where there is none, or it is empty, longer than `most` bytes or no plain file.
    public static func read(_ path: String, atMost most: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes = [UInt8](repeating: 0, count: min(Int(status.st_size), most) + 1)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count > 0, count <= most else { return nil }
        return Array(bytes.prefix(count))
    }
}
