import Digests
import FoundationEssentials
import Glibc
import StationCore

/// The secret that quotas are counted with, so that the counts name nobody to whoever has the ledger alone.
struct QuotaKey: Sendable {
    /// Why there is no key.
    struct Fault: Error {
        let message: String
    }

    /// What a new key has, and the least that any may have, in bytes.
    private static let size = 32

    private let secret: [UInt8]

    init(bytes: [UInt8]) { secret = bytes }

    /// What stands for an inmate in one month. The months' digests have nothing in common.
    ///
    /// - Parameter month: `YYYY-MM`.
    func digest(of number: RegisterNumber, month: String) -> Data {
        let message = Array("\(month)\0\(number.text)".utf8)
        return Data(SHA256.authentication(of: message.span.bytes, key: secret.span.bytes).bytes)
    }

    /// Reads a key's file, and makes it if there is none and its folder lets us.
    static func load(_ path: String) -> Result<QuotaKey, Fault> {
        func fault(_ reason: String) -> Result<QuotaKey, Fault> {
            .failure(Fault(message: "Visits are not counted for the quota: \(path): \(reason)."))
        }
        var descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        if descriptor < 0, errno == ENOENT {
            if let reason = make(path) { return fault(reason) }
            descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        }
        guard descriptor >= 0 else { return fault(String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1_024)
        let count = read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { return fault(String(cString: strerror(errno))) }
        guard count >= size else { return fault("a key has at least \(size) bytes") }
        return .success(QuotaKey(bytes: Array(bytes.prefix(count))))
    }

    /// Makes a key under another name first, so that no half-written one is ever read.
    ///
    /// - Returns: why it could not be made.
    private static func make(_ path: String) -> String? {
        let draft = "\(path).new-\(getpid())"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        defer {
            close(descriptor)
            unlink(draft)
        }
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0,
            link(draft, path) == 0 || errno == EEXIST
        else { return String(cString: strerror(errno)) }
        return nil
    }
}
