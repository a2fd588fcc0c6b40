import FoundationEssentials
import GRDB
import Glibc
import ProcFS
import StationCore

/// The durable record, in SQLite: write-ahead log, every commit on disk before it counts.
public struct Ledger: LedgerStore {
    let database: DatabaseQueue

    init(database: DatabaseQueue) { self.database = database }

    public func snapshot() async throws(LedgerError) -> LedgerSnapshot {
        try await transact { database in
            let row = try Row.fetchOne(database, sql: "SELECT dirty, visit, since, refusal, unconfirmed FROM station")
            guard let row else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "no station row") }
            let visit: Int? = row["visit"]
            let since: Int64? = row["since"]
            return LedgerSnapshot(
                isDirty: row["dirty"],
                openVisit: visit.map {
                    VisitTrace(id: VisitID($0), since: WallTime(milliseconds: since ?? 0))
                },
                lastReceipt: try Int.fetchOne(database, sql: "SELECT max(id) FROM receipt").map(ReceiptID.init),
                refusal: row["refusal"],
                lastDrill: try String.fetchOne(database, sql: "SELECT boot FROM drill ORDER BY id DESC LIMIT 1"),
                remoteIsUnconfirmed: row["unconfirmed"]
            )
        }
    }

    public func openVisit(at now: Moment, marksRemote: Bool) async throws(LedgerError) -> VisitID {
        try await transact { database in
            let time = now.wall.milliseconds
            try database.execute(sql: "INSERT INTO visit (marked_at) VALUES (?)", arguments: [time])
            let id = Int(database.lastInsertedRowID)
            try database.execute(
                sql: "UPDATE station SET dirty = 1, visit = ?, since = ?, unconfirmed = unconfirmed OR ?",
                arguments: [id, time, marksRemote]
            )
            return VisitID(id)
        }
    }

    public func closeVisit(_ id: VisitID, at now: Moment, ending: String) async throws(LedgerError) {
        try await transact { database in
            try database.execute(
                sql: "UPDATE visit SET ended_at = ?, ending = ? WHERE id = ? AND ended_at IS NULL",
                arguments: [now.wall.milliseconds, ending, id.number]
            )
        }
    }

    public func store(_ draft: ReceiptDraft, facts: StationFacts) async throws(LedgerError) -> Receipt {
        try await transact { database in
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
        let boot = Self.bootID
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
                sql: "INSERT INTO request (at, verb, uid, pid, login, allowed) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    request.at.milliseconds, request.verb, request.uid, request.pid, request.login, request.isAllowed,
                ]
            )
        }
    }

    /// One transaction, on disk when this returns.
    private func transact<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(LedgerError) -> Value {
        do {
            return try await database.write(body)
        } catch {
            throw LedgerError(error)
        }
    }
}
