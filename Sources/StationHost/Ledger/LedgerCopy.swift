import GRDB
import GRDBSQLite
import Glibc

/// A whole copy of a ledger's file, as it is at one moment: also while a vcd writes to it, and with what is still in its log.
public enum LedgerCopy {
    public enum Failure: Error, Hashable, CustomStringConvertible {
        case missing(String)
        case forbidden(String)
        /// It is no file, or no database, or damaged.
        case unreadable(String, reason: String)
        case unwritable(reason: String)

        public var description: String {
            switch self {
            case .missing(let path): "There is no ledger \(path)."
            case .forbidden(let path): "This account may not read the ledger \(path)."
            case .unreadable(let path, let reason): "The ledger \(path) cannot be copied: \(reason)."
            case .unwritable(let reason): "The copy cannot be written: \(reason)."
            }
        }

        /// As in sysexits.h.
        public var exitCode: Int32 {
            switch self {
            case .missing: EX_NOINPUT
            case .forbidden: EX_NOPERM
            case .unreadable: EX_IOERR
            case .unwritable: EX_CANTCREAT
            }
        }
    }

    /// Another program may hold it for a moment; in seconds.
    private static let busyLimit: Double = 30

    /// Run by root it becomes the ledger's owner for good before it opens anything: in that folder a name may lead
    /// anywhere, and a file that root made there would keep vcd out.
    ///
    /// - Parameter output: where the copy is written.
    public static func write(of path: String, to output: Int32) throws(Failure) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            switch errno {
            case ENOENT, ENOTDIR: throw .missing(path)
            case EACCES: throw .forbidden(path)
            default: throw .unreadable(path, reason: String(cString: strerror(errno)))
            }
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path, reason: "it is no file") }
        if geteuid() == 0, status.st_uid != 0 {
            guard setgroups(0, nil) == 0, setgid(status.st_gid) == 0, setuid(status.st_uid) == 0 else {
                throw .unreadable(path, reason: "its owner's account cannot be taken")
            }
        }
        guard access(path, R_OK) == 0 else { throw .forbidden(path) }
        try send(try content(of: path), to: output)
    }

    private static func content(of path: String) throws(Failure) -> [UInt8] {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyLimit)
        // A log beside it is a running vcd's, or one's that ended badly: it is read and left. Where there is none, one comes
        // as the file is opened, and only who may write takes it away again.
        configuration.readonly = access("\(path)-wal", F_OK) == 0
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            return try queue.read { database in
                let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
                guard verdict == "ok" else {
                    throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: verdict)
                }
                var size: sqlite3_int64 = 0
                guard let bytes = sqlite3_serialize(database.sqliteConnection, "main", &size, 0) else {
                    throw DatabaseError(resultCode: .SQLITE_NOMEM)
                }
                defer { sqlite3_free(bytes) }
                return Array(UnsafeBufferPointer(start: bytes, count: Int(size)))
            }
        } catch {
            throw .unreadable(path, reason: (error as? DatabaseError)?.message ?? "\(error)")
        }
    }

    private static func send(_ bytes: [UInt8], to output: Int32) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .unwritable(reason: String(cString: strerror(errno))) }
            rest = rest.dropFirst(count)
        }
    }
}
