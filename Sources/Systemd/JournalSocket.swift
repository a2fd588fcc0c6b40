import Glibc
import Synchronization

/// Sends entries to journald in its native protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL), without ever waiting for it.
public final class JournalSocket: Sendable {
    /// The journal's own place.
    public static let shared = JournalSocket(path: "/run/systemd/journal/socket")

    private let path: String
    private let descriptor: Int32
    private let lost = Mutex(0)

    /// - Parameter path: where journald listens; another one that comes back there is found again.
    public init(path: String) {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    }

    deinit { close(descriptor) }

    /// Sends one entry, or leaves it out.
    ///
    /// - Parameter fields: each as `NAME=value`.
    func send(_ fields: [String]) {
        let missed = lost.withLock { $0 }
        let entry = missed == 0 ? fields : fields + ["ENTRIES_LOST_BEFORE=\(missed)"]
        let isSent = deliver(Self.encode(entry))
        lost.withLock { $0 = isSent ? $0 - missed : $0 + 1 }
    }

    private func deliver(_ bytes: [UInt8]) -> Bool {
        guard let address = UnixAddress(path: path) else { return false }
        return address.withPointer { sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, $1) }
            == bytes.count
    }

    /// A value with a line break goes with its length, any other on a line of its own.
    static func encode(_ fields: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for field in fields {
            let whole = Array(field.utf8)
            guard whole.contains(UInt8(ascii: "\n")), let end = whole.firstIndex(of: UInt8(ascii: "=")) else {
                bytes += whole + [UInt8(ascii: "\n")]
                continue
            }
            let value = whole[(end + 1)...]
            bytes += whole[..<end] + [UInt8(ascii: "\n")]
            withUnsafeBytes(of: UInt64(value.count).littleEndian) { bytes += $0 }
            bytes += value + [UInt8(ascii: "\n")]
        }
        return bytes
    }
}
