import FoundationEssentials
import GRDB
import Glibc
import ProcFS
import StationCore

/// The durable record, in SQLite: write-ahead log, every commit on disk before it counts.
public struct Ledger: LedgerStore {
    let database: DatabaseQueue
    let place: LedgerPlace
    /// Which run of the kernel this is.
    let boot: String
    /// Nil where no quotas are counted.
    let quotaKey: QuotaKey?
    /// Why quotas are not counted although they should be; nil where nothing is wrong.
    public let quotaFault: String?

    public var loss: LedgerError? { place.loss }

    init(database: DatabaseQueue, place: LedgerPlace, boot: String, quotaKey: Result<QuotaKey, QuotaKey.Fault>?) {
        self.database = database
        self.place = place
        self.boot = boot
        switch quotaKey {
        case nil: (self.quotaKey, quotaFault) = (nil, nil)
        case .success(let key): (self.quotaKey, quotaFault) = (key, nil)
        case .failure(let fault): (self.quotaKey, quotaFault) = (nil, fault.message)
        }
    }

    public func close() { try? database.close() }

    public func snapshot() async throws(LedgerError) -> LedgerSnapshot {
        try await transact { database in
            let row = try Row.fetchOne(database, sql: "SELECT * FROM station")
            guard let row else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "no station row") }
            let visit: Int? = row["visit"]
            let since: Int64? = row["since"]
            let drill = try Row.fetchOne(database, sql: "SELECT boot, clean FROM drill ORDER BY id DESC LIMIT 1")
            let slot: Int64? = row["slot"]
            let slotDay: String? = row["slot_day"]
            return LedgerSnapshot(
                isDirty: row["dirty"],
                openVisit: visit.map {
                    VisitTrace(id: VisitID($0), since: WallTime(milliseconds: since ?? 0))
                },
                lastReceipt: try Int.fetchOne(database, sql: "SELECT max(id) FROM receipt").map(ReceiptID.init),
                refusal: row["refusal"],
                lastDrill: drill?["boot"],
                remoteIsUnconfirmed: row["unconfirmed"],
                lockedAt: WallTime(stored: row["locked_at"]),
                slot: slotDay.flatMap(CalendarDay.init).flatMap { day in
                    slot.map { AcceptedSlot(length: .milliseconds($0), day: day) }
                },
                acceptedChecks: try Self.lastAccepted(in: database),
                lastTrial: WallTime(
                    stored: try Int64.fetchOne(database, sql: "SELECT max(at) FROM part WHERE name = 'start'")
                ),
                lastDrillWasClean: drill?["clean"]
            )
        }
    }

    public func store(_ draft: ReceiptDraft, facts: StationFacts) async throws(LedgerError) -> Receipt {
        let boot = boot
        return try await transact { database in
            let last = try Row.fetchOne(database, sql: "SELECT id, digest FROM receipt ORDER BY id DESC LIMIT 1")
            let receipt = Receipt(
                sealing: draft,
                id: ReceiptID((last?["id"] ?? 0) + 1),
                facts: facts,
                previous: last?["digest"] ?? ""
            )
            try database.execute(
                sql: "INSERT INTO receipt (id, visit, finished_at, text, digest) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    receipt.id.number, receipt.visit?.number, receipt.finishedAt.milliseconds,
                    ReceiptText(receipt).json, receipt.digest,
                ]
            )
            if let visit = receipt.visit {
                try database.execute(
                    sql: """
                        UPDATE visit SET receipt = ?, clean = ?, wiped_at = ?, wiped_boot = ?, wiped_in = ?
                        WHERE id = ? AND clean IS NOT 1
                        """,
                    arguments: [
                        receipt.id.number, receipt.isClean,
                        receipt.isClean ? receipt.finishedAt.milliseconds : nil,
                        receipt.isClean ? draft.finishedAt.boot.stored : nil, receipt.isClean ? boot : nil,
                        visit.number,
                    ]
                )
            }
            if receipt.confirmsRemote { try database.execute(sql: "UPDATE station SET unconfirmed = 0") }
            if receipt.isClean {
                try database.execute(
                    sql: "UPDATE station SET dirty = 0, visit = NULL, since = NULL, refusal = NULL"
                )
            } else {
                try database.execute(sql: "UPDATE station SET dirty = 1")
            }
            return receipt
        }
    }

    /// Which run of the kernel this is (random(4), boot_id).
    public static var bootID: String {
        ProcessTable.read("/proc/sys/kernel/random/boot_id").filter { !$0.isWhitespace }
    }

    public func record(_ report: DrillReport, at time: WallTime) async throws(LedgerError) {
        let text = DrillText(report).json
        try await transact { database in
            try database.execute(
                sql: """
                    INSERT INTO drill (at, boot, receipt, clean, text)
                    VALUES (?, ?, (SELECT max(id) FROM receipt), ?, ?)
                    """,
                arguments: [time.milliseconds, boot, report.isClean, text]
            )
        }
    }

    public func record(_ request: LedgerRequest) async throws(LedgerError) {
        try await transact { database in
            try database.execute(
                sql: "INSERT INTO request (at, verb, uid, pid, login, allowed, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    request.at.milliseconds, request.verb, request.uid, request.pid, request.login, request.isAllowed,
                    request.reason,
                ]
            )
        }
    }

    public func lock(at time: WallTime) async throws(LedgerError) {
        try await transact { database in
            try database.execute(
                sql: "UPDATE station SET locked_at = coalesce(locked_at, ?)",
                arguments: [time.milliseconds]
            )
        }
    }

    public func unlock() async throws(LedgerError) {
        try await transact { try $0.execute(sql: "UPDATE station SET locked_at = NULL") }
    }

    public func setSlot(_ length: Duration?, day: CalendarDay) async throws(LedgerError) {
        try await transact { database in
            try database.execute(
                sql: "UPDATE station SET slot = ?, slot_day = ?",
                arguments: [length?.wholeMilliseconds, length == nil ? nil : day.description]
            )
        }
    }

    /// One transaction, on disk when this returns.
    func transact<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(LedgerError) -> Value {
        do {
            return try await database.write(body)
        } catch {
            throw place.error(error)
        }
    }
}

extension WallTime {
    /// From a column of the ledger.
    init?(stored milliseconds: Int64?) {
        guard let milliseconds else { return nil }
        self.init(milliseconds: milliseconds)
    }
}
