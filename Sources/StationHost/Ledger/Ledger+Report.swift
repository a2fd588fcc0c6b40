import GRDB
import StationCore

/// Tells what was done.
extension Ledger {
    public func visits(marked span: Range<WallTime>) async throws(LedgerError) -> [VisitRecord] {
        try await look { database in
            try Self.visits(
                "marked_at >= ? AND marked_at < ?",
                [span.lowerBound.milliseconds, span.upperBound.milliseconds],
                in: database
            )
        }
    }

    public func reportMaterial(days: [ReportDay]) async throws(LedgerError) -> [DayReport] {
        try await look { database in
            try days.map { try Self.report(of: $0, in: database) }
        }
    }

    /// Each visit is of the day that it was given, also where its session went on past midnight; what an older vcd recorded
    /// is of the day of its time.
    private static func visits(of day: ReportDay, in database: Database) throws -> [VisitRecord] {
        try visits(
            "(day = ? OR day IS NULL AND marked_at >= ? AND marked_at < ?)",
            [day.day.description, day.span.lowerBound.milliseconds, day.span.upperBound.milliseconds],
            in: database
        )
    }

    private static func visits(
        _ condition: String,
        _ arguments: StatementArguments,
        in database: Database
    ) throws -> [VisitRecord] {
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT * FROM visit WHERE \(condition) AND decoy = 0 ORDER BY marked_at, id",
            arguments: arguments
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
                    min(registered_at) AS first_registered_at, max(registered_at) AS last_registered_at,
                    \(registering) AS registering
                FROM roster WHERE day = ? AND state <> 'removed'
                """,
            arguments: [day.day.description]
        )
        // Once the roster is forgotten, what is left of it.
        let counts = roster?["registered"] == 0 ? facts : roster
        let readyAfter: Int64? = facts?["ready_after"]
        let registering: Int64? = counts?["registering"]
        let closing: Int64? = facts?["closing"]
        return DayReport(
            day: day.day,
            visits: try visits(of: day, in: database),
            registered: counts?["registered"] ?? 0,
            absent: counts?["absent"] ?? 0,
            firstRegisteredAt: WallTime(stored: counts?["first_registered_at"]),
            lastRegisteredAt: WallTime(stored: counts?["last_registered_at"]),
            registering: registering.map { .milliseconds($0) },
            readyAfter: readyAfter.map { .milliseconds($0) },
            closingAt: WallTime(stored: facts?["closing_at"]),
            offAt: WallTime(stored: facts?["off_at"]),
            closing: closing.map { .milliseconds($0) },
            checks: try checks(on: day.day, in: database)
        )
    }

    /// In SQL, from the first to the last registration of a day; null where they were not in one run of the kernel.
    static let registering = """
        iif(count(registered_boot) = count(*) AND count(DISTINCT registered_in) = 1,
            max(registered_boot) - min(registered_boot), NULL)
        """

    public func note(ready sinceBoot: Duration, on day: CalendarDay) async throws(LedgerError) {
        try await transact { database in
            try database.execute(
                sql: """
                    INSERT INTO day (day, ready_after) VALUES (?, ?)
                    ON CONFLICT DO UPDATE SET ready_after = coalesce(ready_after, excluded.ready_after)
                    """,
                arguments: [day.description, sinceBoot.wholeMilliseconds]
            )
        }
    }

    public func note(closingAt now: Moment, on day: CalendarDay) async throws(LedgerError) {
        let boot = boot
        // A shutdown that was asked for before did not come to its end.
        try await transact { database in
            try database.execute(
                sql: """
                    INSERT INTO day (day, closing_at, closing_boot, closing_in) VALUES (?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET closing_at = excluded.closing_at, closing_boot = excluded.closing_boot,
                        closing_in = excluded.closing_in, closing = NULL, off_at = NULL
                    """,
                arguments: [day.description, now.wall.milliseconds, now.boot.stored, boot]
            )
        }
    }

    public func note(offAt now: Moment, on day: CalendarDay) async throws(LedgerError) {
        let boot = boot
        try await transact { database in
            try database.execute(
                sql: """
                    INSERT INTO day (day, off_at) VALUES (?, ?)
                    ON CONFLICT DO UPDATE SET off_at = excluded.off_at,
                        closing = iif(closing_in = ?, ? - closing_boot, NULL)
                    """,
                arguments: [day.description, now.wall.milliseconds, boot, now.boot.stored]
            )
        }
    }
}

extension VisitRecord {
    fileprivate init(_ row: Row) {
        func duration(_ column: String) -> Duration? {
            (row[column] as Int64?).map { .milliseconds($0) }
        }
        /// From one instant to another, where both are of one run of the kernel.
        func length(from start: String, in first: String, to end: String, in last: String) -> Duration? {
            guard let since: Int64 = row[start], let until: Int64 = row[end], let boot: String = row[first],
                boot == row[last] as String?
            else { return nil }
            return .milliseconds(max(0, until - since))
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
            override: row["override"],
            calling: length(from: "called_boot", in: "boot", to: "started_boot", in: "boot"),
            took: length(from: "started_boot", in: "boot", to: "ended_boot", in: "ended_in"),
            wiping: length(from: "ended_boot", in: "ended_in", to: "wiped_boot", in: "wiped_in"),
            clockShowed: WallTime(stored: row["showed"]),
            clockTrust: ClockTrust(rawValue: row["trust"]) ?? .unsure
        )
    }
}
