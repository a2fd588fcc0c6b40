import GRDB
import Glibc
import StationCore

/// Opens the ledger's file, and sets a damaged one aside.
extension Ledger {
    /// Opens the ledger, and makes it if there is none; a new one is dirty, since nothing is proven yet.
    ///
    /// A damaged file is kept aside under a new name, and the new ledger refuses visits until a wipe that an officer
    /// asked for has passed.
    ///
    /// - Parameters:
    ///   - path: the database file; `-wal` and `-shm` files stand beside it.
    ///   - now: goes into the name of a file that is set aside.
    ///   - quotaKey: the file of the secret that quotas are counted with; nil where none are counted.
    ///   - boot: which run of the kernel this is.
    ///   - isAfterLoss: whether the file that was open before is gone; what stands there now refuses visits, too.
    /// - Throws: `newerSchema` for a ledger of a newer vcd, which stays untouched; `diskFull` or `unavailable`.
    public static func open(
        at path: String,
        now: Moment,
        quotaKey: String? = nil,
        boot: String = Ledger.bootID,
        isAfterLoss: Bool = false
    ) throws(LedgerError) -> Ledger {
        let key = quotaKey.map { QuotaKey.load($0) }
        let (database, refusal) = try connectOrSetAside(path, now: now, isAfterLoss: isAfterLoss)
        if let refusal { try refuse(refusal, in: database, path) }
        return Ledger(database: database, place: LedgerPlace(path), boot: boot, quotaKey: key)
    }

    /// - Returns: also why it is to let no visit start before an officer has wiped; nil where nothing is wrong.
    private static func connectOrSetAside(
        _ path: String,
        now: Moment,
        isAfterLoss: Bool
    ) throws(LedgerError) -> (DatabaseQueue, refusal: String?) {
        do throws(LedgerError) {
            let database = try connect(path)
            guard isAfterLoss else { return (database, nil) }
            return (
                database,
                "The station's record was removed, replaced or cut off while vcd ran. What is there now is used from now "
                    + "on, and nothing proves that the last visit was wiped."
            )
        } catch  where error.code == .corrupt {
            let kept = try setAside(path, now: now)
            return (
                try connect(path),
                "The station's record was damaged. It is kept as \(kept), a new one was begun, "
                    + "and nothing proves that the last visit was wiped."
            )
        }
    }

    private static func refuse(_ words: String, in database: DatabaseQueue, _ path: String) throws(LedgerError) {
        do {
            try database.write { try $0.execute(sql: "UPDATE station SET refusal = ?", arguments: [words]) }
        } catch {
            throw LedgerError(error, at: path)
        }
    }

    /// How long another process may hold the file, such as an administrator's sqlite3, before that is an error; in
    /// seconds.
    private static let busyLimit: Double = 5

    private static func connect(_ path: String) throws(LedgerError) -> DatabaseQueue {
        do {
            return try queue(path)
        } catch {
            throw LedgerError(error, at: path)
        }
    }

    private static func queue(_ path: String) throws -> DatabaseQueue {
        var status = stat()
        if lstat(path, &status) == 0 || errno != ENOENT { try inspect(path) } else { try create(path) }
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyLimit)
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = FULL;
                    -- What is deleted is overwritten, and nothing of it goes through a temporary file.
                    PRAGMA secure_delete = ON;
                    PRAGMA temp_store = MEMORY;
                    -- In KiB; what is asked for is of the day, and the kernel keeps the file's pages, too.
                    PRAGMA cache_size = -256;
                    """
            )
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try schema.migrate(queue)
        return queue
    }

    /// Looks at a file before anything is written to it.
    private static func inspect(_ path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw LedgerError(system: errno) }
        // One that it may read and not write SQLite would open all the same, and keep so.
        if let barrier = LedgerError.barrier(at: path) { throw barrier }
        // A new one is never without content: this one has lost it.
        guard status.st_size > 0 else { throw DatabaseError(resultCode: .SQLITE_NOTADB, message: "it is empty") }
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyLimit)
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.read { database in
            let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
            guard verdict == "ok" else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: verdict)
            }
            if try schema.hasBeenSuperseded(database) {
                throw LedgerError(
                    .newerSchema,
                    message: "The station's record was written by a newer vcd; this one must not touch it.",
                    remedy: "The administrator installs the newer vcd again. The file is \(path)."
                )
            }
        }
    }

    /// Makes the file, readable by its owner alone, and its name durable. It bears another name until it is a database, so
    /// that a power cut leaves no file that looks like one that was emptied.
    private static func create(_ path: String) throws {
        let draft = "\(path).new"
        for ending in ["", "-journal"] { unlink(draft + ending) }
        let descriptor = Glibc.open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw LedgerError(system: errno) }
        Glibc.close(descriptor)
        defer { unlink(draft) }
        let queue = try DatabaseQueue(path: draft)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 1") }
        try queue.close()
        guard link(draft, path) == 0 || errno == EEXIST else { throw LedgerError(system: errno) }
        let folder = Glibc.open(Self.folder(of: path), O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard folder >= 0 else { throw LedgerError(system: errno) }
        defer { Glibc.close(folder) }
        guard fsync(folder) == 0 else { throw LedgerError(system: errno) }
    }

    /// - Returns: the name under which the damaged file is kept.
    private static func setAside(_ path: String, now: Moment) throws(LedgerError) -> String {
        var seconds = time_t(now.wall.milliseconds / 1_000)
        var fields = tm()
        gmtime_r(&seconds, &fields)
        var stamp = [CChar](repeating: 0, count: 32)
        strftime(&stamp, stamp.count, "%Y%m%dT%H%M%SZ", &fields)
        let text = String(decoding: stamp.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var kept = "\(path).corrupt-\(text)"
        var attempt = 1
        while access(kept, F_OK) == 0 {
            attempt += 1
            kept = "\(path).corrupt-\(text)-\(attempt)"
        }
        // The log first: without its database a log is nothing, and SQLite would apply it to the new one.
        for ending in ["-wal", "-shm", ""] where access(path + ending, F_OK) == 0 {
            guard rename(path + ending, kept + ending) == 0 else { throw LedgerError(system: errno) }
        }
        return kept
    }

    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    }
}

extension LedgerError {
    /// From what GRDB throws.
    init(_ error: any Error) {
        guard let database = error as? DatabaseError else {
            self = error as? LedgerError ?? LedgerError(unavailable: "\(error)")
            return
        }
        switch database.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                .corrupt,
                message: "The station's record is damaged.",
                remedy: "'vcctl wipe' keeps the damaged file aside and begins a new record."
            )
        case .SQLITE_FULL: self.init(system: ENOSPC)
        default: self.init(unavailable: database.message ?? "\(database.resultCode)")
        }
    }

    init(system number: Int32) {
        switch number {
        case ENOSPC, EDQUOT:
            self.init(
                .diskFull,
                message: "The disk is full: the station's record cannot be written.",
                remedy: "The administrator makes room on the disk, then 'vcctl wipe'."
            )
        case EROFS:
            self.init(
                .unavailable,
                message: "The disk can only be read: the station's record cannot be written.",
                remedy: "The administrator makes the disk writable again, then 'systemctl restart vcd'."
            )
        default: self.init(unavailable: String(cString: strerror(number)))
        }
    }

    /// Whether SQLite says no more than that the file could not be opened, read or written.
    static func isOfDisk(_ error: any Error) -> Bool {
        switch (error as? DatabaseError)?.resultCode {
        case .SQLITE_CANTOPEN, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_PERM: true
        default: false
        }
    }

    private init(unavailable reason: String) {
        self.init(
            .unavailable,
            message: "The station's record cannot be read or written: \(reason).",
            remedy: "Use the paper procedure and call the administrator."
        )
    }
}
