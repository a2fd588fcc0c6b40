import GRDB
import StationCore

/// Forgets.
extension Ledger {
    public func forget(before day: CalendarDay) async throws(LedgerError) {
        do {
            try await database.writeWithoutTransaction { database in
                try database.inTransaction {
                    try Self.forgetRoster(before: day, in: database)
                    try database.execute(
                        sql: "DELETE FROM quota WHERE month < ?",
                        arguments: [day.month(before: 1)]
                    )
                    return .commit
                }
                // The log still holds the pages as they were, perhaps since an earlier call that was cut short.
                let busy = try Bool.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
                guard busy == false else {
                    throw DatabaseError(resultCode: .SQLITE_BUSY, message: "somebody else reads the record's log")
                }
            }
        } catch {
            throw place.error(error)
        }
    }

    /// Overwrites every page of the roster and writes anew what is kept.
    ///
    /// To delete the rows alone is not enough: secure_delete overwrites the row, but not the copies of it that SQLite
    /// leaves in the free room of a page when it distributes rows over pages anew.
    private static func forgetRoster(before day: CalendarDay, in database: Database) throws {
        let isDue = try Bool.fetchOne(
            database,
            sql: "SELECT EXISTS (SELECT 1 FROM roster WHERE day < ?)",
            arguments: [day.description]
        )
        guard isDue == true else { return }
        try database.execute(
            sql: """
                INSERT INTO day (day, registered, absent, first_registered_at, last_registered_at, registering)
                SELECT day, count(*), sum(state = 'absent'), min(registered_at), max(registered_at), \(registering)
                FROM roster WHERE day < ? AND state <> 'removed' GROUP BY day
                ON CONFLICT DO UPDATE SET registered = excluded.registered, absent = excluded.absent,
                    first_registered_at = excluded.first_registered_at,
                    last_registered_at = excluded.last_registered_at, registering = excluded.registering
                """,
            arguments: [day.description]
        )
        let kept = try Row.fetchAll(
            database,
            sql: "SELECT * FROM roster WHERE day >= ? ORDER BY id",
            arguments: [day.description]
        )
        // Without a condition SQLite frees all pages at once, and secure_delete overwrites each from end to end.
        try database.execute(sql: "DELETE FROM roster")
        for row in kept {
            let columns = row.columnNames.joined(separator: ", ")
            let places = row.columnNames.map { _ in "?" }.joined(separator: ", ")
            try database.execute(
                sql: "INSERT INTO roster (\(columns)) VALUES (\(places))",
                arguments: StatementArguments(row.databaseValues)
            )
        }
    }
}
