import Glibc
import StationCore
import Synchronization

/// The place where a ledger's file was opened: whether that file still is the one that stands there, and what is wrong
/// with the disk below it.
final class LedgerPlace: Sendable {
    private struct File {
        let device: dev_t
        let number: ino_t
        let size: off_t

        /// - Returns: nil where no such file can be seen.
        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            device = status.st_dev
            number = status.st_ino
            size = status.st_size
        }

        func isSame(as other: File) -> Bool { device == other.device && number == other.number }
    }

    let path: String
    private let opened: File?
    private let damage = Mutex<LedgerError?>(nil)

    /// Of a file that has just been opened.
    init(_ path: String) {
        self.path = path
        opened = File(path)
    }

    /// Why what was opened is not to be used any more; nil while it is.
    var loss: LedgerError? { damage.withLock { $0 } ?? replacement }

    /// What went wrong with it, in the station's words. Damage is remembered: a file that was damaged once proves
    /// nothing.
    func error(_ error: any Error) -> LedgerError {
        let told = LedgerError(error, at: path)
        if told.code == .corrupt { damage.withLock { $0 = told } }
        return told
    }

    private var replacement: LedgerError? {
        guard let opened else { return nil }
        errno = 0
        guard let present = File(path) else {
            // One that can't be looked at just now may well be there.
            return errno == ENOENT ? Self.gone("removed") : nil
        }
        if !present.isSame(as: opened) { return Self.gone("replaced") }
        // SQLite itself never makes it shorter.
        return present.size < opened.size ? Self.gone("cut off") : nil
    }

    private static func gone(_ how: String) -> LedgerError {
        LedgerError(
            .unavailable,
            message: "The station's record was \(how) while vcd ran.",
            remedy: "The administrator puts it back; otherwise 'vcctl wipe' goes on with what is there now."
        )
    }
}

extension LedgerError {
    /// - Parameter path: the ledger's file.
    init(_ error: any Error, at path: String) {
        self = Self.trouble(error, at: path) ?? LedgerError(error)
    }

    /// What SQLite says in general words, said by the disk itself.
    private static func trouble(_ error: any Error, at path: String) -> LedgerError? {
        guard isOfDisk(error) else { return nil }
        var status = statvfs()
        if statvfs(Ledger.folder(of: path), &status) == 0 {
            if status.f_flag & UInt(ST_RDONLY) != 0 { return LedgerError(system: EROFS) }
            if status.f_bavail == 0 || status.f_files > 0 && status.f_favail == 0 { return LedgerError(system: ENOSPC) }
        }
        return barrier(at: path)
    }

    /// What keeps this account from the ledger's files; nil where nothing does.
    static func barrier(at path: String) -> LedgerError? {
        for file in [path, "\(path)-wal", "\(path)-shm"] {
            // Not opened: to close it would give up the locks that SQLite holds on it (fcntl(2)).
            guard faccessat(AT_FDCWD, file, R_OK | W_OK, AT_EACCESS) != 0, errno != ENOENT else { continue }
            return errno == EACCES ? LedgerError(strange: file) : LedgerError(system: errno)
        }
        return nil
    }

    /// - Parameter file: one that this account may not use, as after it was put there by root.
    private init(strange file: String) {
        var status = stat()
        let isSeen = lstat(file, &status) == 0
        let mode = String(status.st_mode & 0o7777, radix: 8)
        let account = Self.name(of: geteuid())
        self.init(
            .unavailable,
            message: isSeen
                ? "The station's record cannot be used: \(file) belongs to \(Self.name(of: status.st_uid)) and has the mode "
                    + "\(mode); vcd runs as \(account)."
                : "The station's record cannot be used: vcd, which runs as \(account), may not look into \(file)'s folder.",
            remedy: isSeen
                ? "The administrator runs 'chown \(account): \(file)' and 'chmod 600 \(file)'; then 'vcctl wipe'."
                : "The administrator gives the folder to \(account); then 'vcctl wipe'."
        )
    }

    private static func name(of account: uid_t) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 1 << 14)
        guard getpwuid_r(account, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
        else { return "\(account)" }
        return String(cString: name)
    }
}
