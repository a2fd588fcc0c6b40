import Glibc

/// What /proc (proc(5)) says of the PC's processes, as far as this account may see it.
public enum ProcessTable {
    public static func pids() -> [pid_t] { DirectoryListing.names(in: "/proc").compactMap { pid_t($0) } }

    /// The first children of a process.
    public static func children(of pid: pid_t) -> [pid_t] {
        read("/proc/\(pid)/task/\(pid)/children").split(separator: " ").compactMap { pid_t($0) }
    }

    /// Whether the environment that the process started with holds `entry`, as `NAME=value`.
    public static func environment(of pid: pid_t, holds entry: String) -> Bool {
        readBytes("/proc/\(pid)/environ").split(separator: 0).contains { $0.elementsEqual(entry.utf8) }
    }

    public static func environmentValue(_ name: String, of pid: pid_t) -> String? {
        let prefix = Array("\(name)=".utf8)
        return readBytes("/proc/\(pid)/environ").split(separator: 0)
            .first { $0.starts(with: prefix) }
            .map { String(decoding: $0.dropFirst(prefix.count), as: UTF8.self) }
    }

    /// The identity of one of the process's namespaces, such as `pid:[4026531836]`.
    public static func namespace(_ kind: String, of pid: pid_t) -> String? { link("/proc/\(pid)/ns/\(kind)") }

    public static func mountInfo(of pid: pid_t) -> String { read("/proc/\(pid)/mountinfo") }

    public static func openFiles(of pid: pid_t) -> [String] {
        let folder = "/proc/\(pid)/fd"
        return DirectoryListing.names(in: folder).compactMap { link("\(folder)/\($0)") }
    }

    public static func name(of pid: pid_t) -> String {
        let text = read("/proc/\(pid)/comm")
        return String(text.prefix { !$0.isNewline })
    }

    /// Who a process is in words that nobody can choose: its number, and its account's (proc_pid_status(5)).
    public static func sign(of pid: pid_t) -> String {
        let line = read("/proc/\(pid)/status").split(separator: "\n").first { $0.hasPrefix("Uid:") }
        let uid = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
        return "process \(pid) of uid \(uid ?? "unknown")"
    }

    /// Whether the process has ended and only waits to be collected.
    public static func isZombie(_ pid: pid_t) -> Bool {
        let text = read("/proc/\(pid)/stat")
        guard let end = text.lastIndex(of: ")") else { return false }
        return text[text.index(after: end)...].drop { $0 == " " }.first == "Z"
    }

    public static func link(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    public static func read(_ path: String) -> String { String(decoding: readBytes(path), as: UTF8.self) }

    private static func readBytes(_ path: String) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }
}
