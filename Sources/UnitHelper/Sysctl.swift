import Glibc

/// A setting of the kernel below /proc/sys (sysctl(8)), of this process's network namespace where it is one of those.
struct Sysctl {
    let path: String

    init(_ name: String) { path = "/proc/sys/\(name)" }

    /// Without the line's end; nil where there is no such setting.
    var value: String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(decoding: bytes.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    @discardableResult
    func set(_ value: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return write(descriptor, value, value.utf8.count) == value.utf8.count
    }
}
