import Glibc

/// What vcd has noted for a one-shot: a short plain file, whatever a vcd that was taken over put there.
enum VcdNote {
    /// - Returns: nil where there is none, or it is empty or longer than `most` bytes.
    static func read(_ path: String, atMost most: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: most + 1)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard (1...most).contains(count) else { return nil }
        return Array(bytes.prefix(count))
    }
}
