import Glibc

/// Why the socket can't be listened on.
public struct ListenError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: Hashable, Sendable {
        /// Somebody answers there.
        case inUse
        /// Something that is no socket stands there.
        case notASocket
        case pathTooLong
        case system(Int32)
    }

    public let code: Code
    public let path: String

    public var description: String {
        switch code {
        case .inUse: "Another process serves \(path)."
        case .notASocket: "\(path) is there and is no socket; it is left alone."
        case .pathTooLong: "The socket path \(path) is longer than the 107 bytes that a Unix socket can have."
        case .system(let number): "The socket \(path) cannot be made: \(String(cString: strerror(number)))."
        }
    }
}

/// A descriptor that listens, and the file to remove afterwards if we made one.
struct ListeningSocket {
    let descriptor: Int32
    private let bound: String?

    /// Who finds the queue full waits, or is refused at once if it can't; who is in it waits behind all that are. As many
    /// as are turned away in 25 ms.
    private static let backlog: Int32 = 512

    init(_ listener: VarlinkServer.Listener) throws(ListenError) {
        switch listener {
        case .descriptor(let descriptor):
            self.descriptor = descriptor
            bound = nil
        case .path(let path, let mode):
            descriptor = try Self.bind(path, mode: mode)
            bound = path
        }
    }

    func remove() {
        if let bound { unlink(bound) }
    }

    private static func bind(_ path: String, mode: UInt32) throws(ListenError) -> Int32 {
        let address = try UnixAddress(path: path)
        try removeStale(path, address)
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw ListenError(code: .system(errno), path: path) }
        let bound = address.withPointer { Glibc.bind(descriptor, $0, $1) } == 0
        guard bound, chmod(path, mode) == 0, listen(descriptor, backlog) == 0 else {
            let number = errno
            close(descriptor)
            throw ListenError(code: number == EADDRINUSE ? .inUse : .system(number), path: path)
        }
        return descriptor
    }

    /// A socket file that a killed process left is in the way of the next; one that is served is not ours to take.
    private static func removeStale(_ path: String, _ address: UnixAddress) throws(ListenError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw ListenError(code: .notASocket, path: path) }
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard probe >= 0 else { throw ListenError(code: .system(errno), path: path) }
        defer { close(probe) }
        let answered = address.withPointer { connect(probe, $0, $1) } == 0
        guard !answered, errno == ECONNREFUSED else { throw ListenError(code: .inUse, path: path) }
        unlink(path)
    }
}

/// The address of a Unix socket (unix(7)).
struct UnixAddress {
    private var address = sockaddr_un()
    private let length: socklen_t

    init(path: String) throws(ListenError) {
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw ListenError(code: .pathTooLong, path: path)
        }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        length = socklen_t(MemoryLayout<sockaddr_un>.size)
    }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}
