import FoundationEssentials
import GRDB
import StationCore

/// Reads receipts, and proves that they are as they were written.
extension Ledger {
    /// Enough to be quick; few enough that a wipe that writes its receipt meanwhile doesn't wait for it.
    private static let receiptsInOneGo = 2_000

    public func receipts(limit: Int, finished: Range<WallTime>?) async throws(LedgerError) -> ReceiptList {
        try await look { database in
            // Without a time they are found by their number alone, however many there are.
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT id, text, digest FROM receipt
                    \(finished == nil ? "" : "WHERE finished_at >= ? AND finished_at < ?")
                    ORDER BY id DESC LIMIT ?
                    """,
                arguments: StatementArguments(
                    (finished.map { [$0.lowerBound.milliseconds, $0.upperBound.milliseconds] } ?? []) + [Int64(limit)]
                )
            )
            var receipts: [Receipt] = []
            var unreadable: [ReceiptID] = []
            while let row = try rows.next() {
                if let receipt = try? Receipt(text: row[1], digest: row[2]) {
                    receipts.append(receipt)
                } else {
                    unreadable.append(ReceiptID(row[0]))
                }
            }
            return ReceiptList(receipts: receipts, unreadable: unreadable)
        }
    }

    public func verifyReceipts(head: String?, written: WrittenReceipt?) async throws(LedgerError) -> ChainVerdict {
        var check = ChainCheck(head: head, written: written)
        var before: Int
        repeat {
            before = check.position
            let sofar = check
            check = try await look { try Self.goOn(sofar, in: $0) }
        } while check.position != before
        return check.finished()
    }

    private static func goOn(_ check: ChainCheck, in database: Database) throws -> ChainCheck {
        var check = check
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT id, visit, finished_at, text, digest FROM receipt WHERE id > ? ORDER BY id LIMIT ?",
            arguments: [check.position, receiptsInOneGo]
        )
        while let row = try rows.next() {
            try row.withUnsafeData(atIndex: 3) { text in
                check.take(
                    .init(id: row[0], visit: row[1], finishedAt: row[2], text: text ?? Data(), digest: row[4])
                )
            }
        }
        return check
    }

    func look<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(LedgerError) -> Value {
        do {
            return try await database.read(body)
        } catch {
            throw place.error(error)
        }
    }
}
