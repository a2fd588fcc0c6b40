import GRDB
import StationCore

/// Brings what a wrong clock dated to the day that it belongs to.
extension Ledger {
    public func redate(_ order: RedatingOrder) async throws(LedgerError) -> Redating {
        let (boot, quotaKey) = (boot, quotaKey)
        return try await transact { database in
            let redating = LedgerRedating(order: order, boot: boot, quotaKey: quotaKey)
            var done = Redating()
            done.visits = try redating.visits(in: database)
            try redating.entries(in: database, &done)
            return done
        }
    }
}

private struct LedgerRedating {
    let order: RedatingOrder
    let boot: String
    let quotaKey: QuotaKey?

    private var today: CalendarDay { order.stamp.day }
    private var bootedAt: Int64 { order.now.bootedAt.milliseconds }

    /// What is now known of a row that a clock dated which was not synchronised.
    private enum Finding {
        /// Its clock stood as it stands now.
        case right
        /// The clock was set since: the instant was at this time.
        case at(WallTime)
        /// It can't have been on its day, and nobody knows on which it was.
        case unknown
        /// Nothing speaks against its day.
        case unclear
    }

    private func finding(of row: Row, _ instant: String, since: String, in run: String, day: CalendarDay) -> Finding {
        let time: Int64 = row[instant]
        if row[run] as String? == boot, let since: Int64 = row[since] {
            let right = WallTime(milliseconds: since + bootedAt)
            let difference = Duration.milliseconds(abs(right.milliseconds - time))
            return difference > DayStamp.jump ? .at(right) : .right
        }
        return day > today || DayStamp.isImpossible(day) ? .unknown : .unclear
    }

    /// - Returns: how many visits were of another time or day.
    func visits(in database: Database) throws -> Int {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT * FROM visit WHERE trust < ?",
            arguments: [ClockTrust.synchronised.rawValue]
        )
        var moved = 0
        for row in rows {
            let id: Int = row["id"]
            let marked = WallTime(milliseconds: row["marked_at"])
            let day = (row["day"] as String?).flatMap(CalendarDay.init) ?? order.day(marked)
            switch finding(of: row, "marked_at", since: "marked_boot", in: "boot", day: day) {
            case .right: try believe("visit", id, in: database)
            case .unclear: break
            case .unknown:
                moved += row["decoy"] ? 0 : 1
                try database.execute(
                    sql: "UPDATE visit SET day = ?, showed = coalesce(showed, marked_at), trust = ? WHERE id = ?",
                    arguments: [today.description, ClockTrust.synchronised.rawValue, id]
                )
            case .at(let time):
                moved += row["decoy"] ? 0 : 1
                try database.execute(
                    sql: """
                        UPDATE visit SET day = ?, trust = ?, showed = coalesce(showed, marked_at),
                            marked_at = marked_boot + ?, called_at = coalesce(called_boot + ?, called_at),
                            started_at = coalesce(started_boot + ?, started_at),
                            ended_at = iif(ended_in = boot, ended_boot + ?, ended_at),
                            wiped_at = iif(wiped_in = boot, wiped_boot + ?, wiped_at)
                        WHERE id = ?
                        """,
                    arguments: [
                        order.day(time).description, order.stamp.trust.rawValue, bootedAt, bootedAt, bootedAt, bootedAt,
                        bootedAt, id,
                    ]
                )
            }
        }
        return moved
    }

    func entries(in database: Database, _ done: inout Redating) throws {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT * FROM roster WHERE trust < ? ORDER BY id",
            arguments: [ClockTrust.synchronised.rawValue]
        )
        // A number that is free on the right day stays; the others go behind all of them.
        let highest = rows.map { $0["ticket"] as Int }.max() ?? 0
        for row in rows {
            let id: Int = row["id"]
            guard let day = CalendarDay(row["day"]) else { continue }
            switch finding(of: row, "registered_at", since: "registered_boot", in: "registered_in", day: day) {
            case .right: try believe("roster", id, in: database)
            case .unclear: break
            case .unknown:
                try move(row, from: day, to: today, .synchronised, above: highest, in: database, &done)
            case .at(let time):
                try database.execute(
                    sql: """
                        UPDATE roster SET registered_at = ?, called_at = iif(called_in = ?, called_boot + ?, called_at)
                        WHERE id = ?
                        """,
                    arguments: [time.milliseconds, boot, bootedAt, id]
                )
                try move(row, from: day, to: order.day(time), order.stamp.trust, above: highest, in: database, &done)
            }
        }
    }

    private func believe(_ table: String, _ id: Int, in database: Database) throws {
        try database.execute(
            sql: "UPDATE \(table) SET trust = max(trust, ?) WHERE id = ?",
            arguments: [order.stamp.trust.rawValue, id]
        )
    }

    private func move(
        _ row: Row,
        from day: CalendarDay,
        to target: CalendarDay,
        _ trust: ClockTrust,
        above highest: Int,
        in database: Database,
        _ done: inout Redating
    ) throws {
        let id: Int = row["id"]
        guard day != target else {
            try database.execute(sql: "UPDATE roster SET trust = ? WHERE id = ?", arguments: [trust.rawValue, id])
            return
        }
        let there = try Row.fetchOne(
            database,
            sql: """
                SELECT coalesce(max(ticket), 0) AS ticket, coalesce(max(place), 0) AS place,
                    coalesce(sum(ticket = ?), 0) AS taken
                FROM roster WHERE day = ?
                """,
            arguments: [row["ticket"] as Int, target.description]
        )
        let before: Int = row["ticket"]
        let isTaken: Bool = there?["taken"] ?? false
        let ticket = isTaken ? max(there?["ticket"] ?? 0, highest) + 1 : before
        // What was counted for the month that the clock showed counts for the right one.
        let isCounted = (row["visit"] as Int?) != nil
        if isCounted { try Ledger.count(-1, entry: id, quotaKey, in: database) }
        try database.execute(
            sql: "UPDATE roster SET day = ?, trust = ?, ticket = ?, place = place + ? WHERE id = ?",
            arguments: [target.description, trust.rawValue, ticket, there?["place"] ?? 0, id]
        )
        if isCounted { try Ledger.count(1, entry: id, quotaKey, in: database) }
        done.entries += 1
        if ticket != before {
            try database.execute(sql: "UPDATE visit SET ticket = ? WHERE entry = ?", arguments: [ticket, id])
            done.renumbered.append(.init(before: before, now: ticket))
        }
        done.duplicates += try takeOffTwice(row, on: target, in: database)
    }

    /// An inmate who is on the right day's roster already, and whose entry there still waits or is done, does not wait twice.
    private func takeOffTwice(_ row: Row, on day: CalendarDay, in database: Database) throws -> Int {
        let same = try Row.fetchAll(
            database,
            sql: "SELECT id, state FROM roster WHERE day = ? AND number = ? AND state NOT IN (?, ?) ORDER BY id",
            arguments: [
                day.description, row["number"] as String, EntryState.removed.rawValue, EntryState.absent.rawValue,
            ]
        )
        let waiting = [EntryState.waiting.rawValue, EntryState.called.rawValue]
        let superfluous = same.filter { waiting.contains($0["state"]) }
        // Where none has had a turn, the first keeps its place.
        let keepsOne = superfluous.count == same.count
        let off = keepsOne ? Array(superfluous.dropFirst()) : superfluous
        for other in off {
            try database.execute(
                sql: "UPDATE roster SET state = ?, called_at = NULL, called_boot = NULL, called_in = NULL WHERE id = ?",
                arguments: [EntryState.removed.rawValue, other["id"] as Int]
            )
        }
        return off.count
    }
}
