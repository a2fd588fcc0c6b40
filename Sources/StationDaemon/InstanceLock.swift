import Glibc

/// The lock that only one vcd can hold on a root directory. It is the kernel's (flock(2)) and ends with the process,
/// however that ends.
struct InstanceLock: ~Copyable {
    private let descriptor: Int32

    /// - Throws: ``StartError`` with the holder's pid when another vcd holds it.
    init(path: String) throws(StartError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else {
            throw StartError(
                "The lock \(path) cannot be opened: \(String(cString: strerror(errno))).",
                remedy: "Give --root a directory that this account can write to.",
                exitCode: 73
            )
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.read(descriptor)
            close(descriptor)
            throw StartError(
                "Another vcd is running on this root\(holder.isEmpty ? "" : ", process \(holder)").",
                remedy: "Use it, or end it first\(holder.isEmpty ? "" : ": 'kill \(holder)'").",
                exitCode: 69
            )
        }
        let pid = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        pwrite(descriptor, pid, pid.count, 0)
    }

    deinit { close(descriptor) }

    private static func read(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        return String(decoding: buffer.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}

/// Why vcd did not start.
struct StartError: Error, CustomStringConvertible {
    let message: String
    let remedy: String
    /// As in sysexits.h.
    let exitCode: Int32

    init(_ message: String, remedy: String, exitCode: Int32) {
        self.message = message
        self.remedy = remedy
        self.exitCode = exitCode
    }

    var description: String { "\(message) \(remedy)" }
}
