import GRDB
import StationCore

/// Tells what was done.
extension Ledger {
    public func visits(marked span: Range<WallTime>) async throws(LedgerError) -> [VisitRecord] {
        try await look { try Self.visits(marked: span, in: $0) }
    }

    public func reportMaterial(days: [ReportDay]) async throws(LedgerError) -> [DayReport] {
        try await look { database in
            try days.map { try Self.report(of: $0, in: database) }
        }
    }

    private static func visits(marked span: Range<WallTime>, in database: Database) throws -> [VisitRecord] {
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT * FROM visit WHERE marked_at >= ? AND marked_at < ? AND decoy = 0 ORDER BY marked_at, id",
            arguments: [span.lowerBound.milliseconds, span.upperBound.milliseconds]
        )
        var visits: [VisitRecord] = []
        while let row = try rows.next() { visits.append(VisitRecord(row)) }
        return visits
    }

    private static func report(of day: ReportDay, in database: Database) throws -> DayReport {
        let facts = try Row.fetchOne(
            database,
            sql: "SELECT * FROM day WHERE day = ?",
            arguments: [day.day.description]
        )
        let roster = try Row.fetchOne(
            database,
            sql: """
                SELECT count(*) AS registered, sum(state = 'absent') AS absent,
                    min(registered_at) AS first_registered_at, max(registered_at) AS last_registered_at
                FROM roster WHERE day = ? AND state <> 'removed'
                """,
            arguments: [day.day.description]
        )
        // Once the roster is forgotten, what is left of it.
        let counts = roster?["registered"] == 0 ? facts : roster
        let readyAfter: Int64? = facts?["ready_after"]
        return DayReport(
            day: day.day,
            visits: try visits(marked: day.span, in: database),
            registered: counts?["registered"] ?? 0,
            absent: counts?["absent"] ?? 0,
            firstRegisteredAt: WallTime(stored: counts?["first_registered_at"]),
            lastRegisteredAt: WallTime(stored: counts?["last_registered_at"]),
            readyAfter: readyAfter.map { .milliseconds($0) },
            closingAt: WallTime(stored: facts?["closing_at"]),
            offAt: WallTime(stored: facts?["off_at"]),
            checks: try checks(on: day.day, in: database)
        )
    }

    public func note(ready sinceBoot: Duration, on day: CalendarDay) async throws(LedgerError) {
        try await note(
            "ready_after",
            sinceBoot.wholeMilliseconds,
            day,
            otherwise: "ready_after = coalesce(ready_after, excluded.ready_after)"
        )
    }

    public func note(closingAt time: WallTime, on day: CalendarDay) async throws(LedgerError) {
        // A shutdown that was asked for before did not come to its end.
        try await note(
            "closing_at",
            time.milliseconds,
            day,
            otherwise: "closing_at = excluded.closing_at, off_at = NULL"
        )
    }

    public func note(offAt time: WallTime, on day: CalendarDay) async throws(LedgerError) {
        try await note("off_at", time.milliseconds, day, otherwise: "off_at = excluded.off_at")
    }

    private func note(
        _ column: String,
        _ value: Int64,
        _ day: CalendarDay,
        otherwise update: String
    ) async throws(LedgerError) {
        try await transact { database in
            try database.execute(
                sql: "INSERT INTO day (day, \(column)) VALUES (?, ?) ON CONFLICT DO UPDATE SET \(update)",
                arguments: [day.description, value]
            )
        }
    }
}

extension VisitRecord {
    fileprivate init(_ row: Row) {
        func duration(_ column: String) -> Duration? {
            (row[column] as Int64?).map { .milliseconds($0) }
        }
        self.init(
            id: VisitID(row["id"]),
            ticket: row["ticket"],
            category: (row["category"] as String?).map { CategoryID($0) },
            visitClass: (row["class"] as String?).flatMap(VisitClass.init(rawValue:)) ?? .family,
            markedAt: WallTime(milliseconds: row["marked_at"]),
            calledAt: WallTime(stored: row["called_at"]),
            startedAt: WallTime(stored: row["started_at"]),
            endedAt: WallTime(stored: row["ended_at"]),
            wipedAt: WallTime(stored: row["wiped_at"]),
            length: duration("length"),
            extended: duration("extended") ?? .zero,
            extensionReasons: JSONLines.lines(of: row["reasons"]),
            held: duration("held") ?? .zero,
            cause: (row["cause"] as String?).flatMap(EndCause.init),
            receipt: (row["receipt"] as Int?).map(ReceiptID.init),
            isClean: row["clean"],
            override: row["override"]
        )
    }
}
