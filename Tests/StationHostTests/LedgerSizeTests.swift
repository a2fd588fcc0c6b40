import GRDB
import StationCore
import TestSupport
import Testing

@testable import StationHost

/// A ledger after many years: what an officer waits for must not take longer.
@Suite struct LedgerSizeTests {
    private let now = Moment(wall: WallTime(milliseconds: 1_772_503_200_000), boot: BootTime(sinceBoot: .seconds(5)))

    private func plans(of sql: String, _ database: Database) throws -> [String] {
        try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(sql)").map { $0["detail"] }
    }

    @Test func aReportAndTheQueueAmongManyYears() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let ledger = try Ledger.open(at: "\(folder.path)/ledger.db", now: now, boot: "boot")
        let today = try #require(CalendarDay("2026-03-03"))
        // Twenty a day, the last ones today; and ten thousand entries of other days.
        try await ledger.tamper(
            """
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199999)
            INSERT INTO visit (boot, decoy, marked_at, started_at, ended_at, wiped_at, cause, length, ticket, category,
                class, receipt, clean)
            SELECT 'boot', 0, \(now.wall.milliseconds) - (9999 - i / 20) * 86400000 + (i % 20) * 900000,
                1, 2, 3, 'time', 600000, i % 20 + 1, 'elderly', 'family', i, 1 FROM n
            """
        )
        try await ledger.tamper(
            """
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
            INSERT INTO roster (day, ticket, number, category, class, state, place, registered_at)
            SELECT printf('2025-%02d-%02d', i / 20 / 28 % 12 + 1, i / 20 % 28 + 1), i, 'N' || i, 'elderly', 'family',
                'waiting', i, 1 FROM n
            """
        )
        let span = now.wall..<(now.wall + .seconds(86_400))
        let clock = ContinuousClock()
        var report: [DayReport] = []
        let took = try await clock.measure {
            report = try await ledger.reportMaterial(days: [ReportDay(day: today, span: span)])
        }
        #expect(report.first?.visits.count == 20)
        #expect(took < .seconds(20))
        let found = try await ledger.database.read { database in
            try [
                "SELECT * FROM visit WHERE marked_at >= 1 AND marked_at < 2 AND decoy = 0 ORDER BY marked_at, id",
                "SELECT * FROM roster WHERE day = '2026-03-03' ORDER BY ticket",
                "SELECT max(id) FROM receipt", "SELECT boot FROM drill ORDER BY id DESC LIMIT 1",
                "UPDATE roster SET state = '', visit = 1 WHERE id = 1 AND ticket = 1 AND state IN ('a', 'b')",
                "UPDATE visit SET receipt = 1 WHERE id = 1 AND clean IS NOT 1",
            ].flatMap { try plans(of: $0, database) }
        }
        // A scan that stops at the first row is none.
        #expect(found.filter { $0.contains("SCAN") && !$0.contains("drill") } == [], "\(found)")
    }
}
