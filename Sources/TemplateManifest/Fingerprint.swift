import Digests
import Glibc

/// What the file system says of each thing in a template (inode, size, mode, owner, times), without its content. The
/// kernel sets the time of change (ctime) whenever anything changes, and nobody can set it back: as long as the
/// fingerprint is the same, the content is.
struct Fingerprint {
    private let hash = SHA256()
    private var pending: [UInt8] = []
    private var newest: Int64 = .min
    private let begin: Int64

    private static let flushAt = 1 << 16
    /// A file changed twice within one tick of the clock has the same time of change; ticks are far shorter.
    private static let settling: Int64 = 1

    init() {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        begin = Int64(now.tv_sec)
    }

    mutating func add(_ path: [UInt8], _ status: stat) {
        let fields = (
            UInt64(status.st_dev), UInt64(status.st_ino), UInt64(status.st_mode), UInt64(status.st_nlink),
            UInt64(status.st_uid) << 32 | UInt64(status.st_gid), Int64(status.st_size),
            Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec),
            Int64(status.st_ctim.tv_sec), Int64(status.st_ctim.tv_nsec)
        )
        withUnsafeBytes(of: fields) { pending.append(contentsOf: $0) }
        pending.append(contentsOf: path)
        pending.append(0)
        newest = max(newest, Int64(status.st_ctim.tv_sec))
        if pending.count >= Self.flushAt { flush() }
    }

    private mutating func flush() {
        hash.update(pending.span.bytes)
        pending.removeAll(keepingCapacity: true)
    }

    /// - Returns: nil where something is so new that a change after it might not be seen.
    mutating func finish() -> String? {
        flush()
        return newest + Self.settling < begin ? hash.finalize().hexadecimal : nil
    }
}
