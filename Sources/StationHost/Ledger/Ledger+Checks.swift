import GRDB
import StationCore

/// Keeps what the checks found, and what was accepted of it.
extension Ledger {
    public func note(_ checks: [CheckResult], on day: CalendarDay, at time: WallTime) async throws(LedgerError) {
        try await transact { database in
            for check in checks {
                try database.execute(
                    sql: """
                        INSERT INTO part (day, name, verdict, detail, detail_id, at, troubled) VALUES (?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT DO UPDATE SET verdict = excluded.verdict, detail = excluded.detail,
                            detail_id = excluded.detail_id, at = excluded.at, troubled = troubled OR excluded.troubled
                        """,
                    arguments: [
                        day.description, check.name.rawValue, check.verdict.rawValue, check.detail.english,
                        check.detail.indonesian, time.milliseconds, check.isConcern,
                    ]
                )
            }
        }
    }

    public func accept(
        _ check: CheckName,
        reason: String,
        on day: CalendarDay,
        at time: WallTime
    ) async throws(LedgerError) -> AcceptedChecks {
        try await transact { database in
            try database.execute(
                sql: """
                    INSERT INTO part (day, name, verdict, detail, detail_id, at, accepted_at, reason, troubled)
                    VALUES (?, ?, 'fail', '', '', ?, ?, ?, 1)
                    ON CONFLICT DO UPDATE SET accepted_at = excluded.accepted_at, reason = excluded.reason
                    """,
                arguments: [day.description, check.rawValue, time.milliseconds, time.milliseconds, reason]
            )
            return AcceptedChecks(day: day, names: try Self.accepted(on: day.description, in: database))
        }
    }

    /// What was accepted last.
    static func lastAccepted(in database: Database) throws -> AcceptedChecks? {
        let text = try String.fetchOne(database, sql: "SELECT max(day) FROM part WHERE accepted_at IS NOT NULL")
        guard let text, let day = CalendarDay(text) else { return nil }
        return AcceptedChecks(day: day, names: try accepted(on: text, in: database))
    }

    /// What was not well at some time of a day, in the order of the names.
    static func checks(on day: CalendarDay, in database: Database) throws -> [CheckRecord] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT * FROM part WHERE day = ? AND troubled",
            arguments: [day.description]
        )
        let records = rows.compactMap { row -> CheckRecord? in
            guard let name = CheckName(rawValue: row["name"]),
                let verdict = CheckResult.Verdict(rawValue: row["verdict"])
            else { return nil }
            return CheckRecord(
                name: name,
                verdict: verdict,
                detail: LocalText(english: row["detail"], indonesian: row["detail_id"]),
                at: WallTime(milliseconds: row["at"]),
                acceptedBecause: row["reason"]
            )
        }
        return CheckName.allCases.compactMap { name in records.first { $0.name == name } }
    }

    private static func accepted(on day: String, in database: Database) throws -> [CheckName] {
        try String.fetchAll(
            database,
            sql: "SELECT name FROM part WHERE day = ? AND accepted_at IS NOT NULL ORDER BY name",
            arguments: [day]
        ).compactMap(CheckName.init)
    }
}
