import FoundationEssentials
import GRDB
import StationCore

/// Begins and ends visits.
extension Ledger {
    public func openVisit(
        at now: Moment,
        marksRemote: Bool,
        plan: VisitPlan?,
        stamp: DayStamp
    ) async throws(LedgerError) -> VisitID {
        let (boot, quotaKey) = (boot, quotaKey)
        return try await transact { database in
            let time = now.wall.milliseconds
            let ticket = plan?.ticket
            try database.execute(
                sql: """
                    INSERT INTO visit (boot, decoy, marked_at, marked_boot, day, trust, entry, ticket, category, class,
                        length, override, called_at, called_boot)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT called_at FROM roster WHERE id = ?),
                        (SELECT called_boot FROM roster WHERE id = ? AND called_in = ?))
                    """,
                arguments: [
                    boot, plan == nil, time, now.boot.stored, stamp.day.description, stamp.trust.rawValue,
                    ticket?.entry.number, ticket?.number, ticket?.category.key, ticket?.visitClass.rawValue,
                    plan?.length.wholeMilliseconds, plan?.override, ticket?.entry.number, ticket?.entry.number, boot,
                ]
            )
            let id = Int(database.lastInsertedRowID)
            if let ticket { try Self.give(ticket, VisitID(id), counting: quotaKey, in: database) }
            try database.execute(
                sql: "UPDATE station SET dirty = 1, visit = ?, since = ?, unconfirmed = unconfirmed OR ?",
                arguments: [id, time, marksRemote]
            )
            return VisitID(id)
        }
    }

    /// Gives an entry its visit.
    private static func give(
        _ ticket: Ticket,
        _ visit: VisitID,
        counting quotaKey: QuotaKey?,
        in database: Database
    ) throws {
        try database.execute(
            sql: "UPDATE roster SET state = ?, visit = ? WHERE id = ? AND ticket = ? AND state IN (?, ?)",
            arguments: [
                EntryState.visiting.rawValue, visit.number, ticket.entry.number, ticket.number,
                EntryState.waiting.rawValue, EntryState.called.rawValue,
            ]
        )
        guard database.changesCount == 1 else {
            throw LedgerError(
                .entryGone,
                message: "The inmate with ticket \(ticket.number) does not wait any more.",
                remedy: "'vcctl roster list' shows who waits."
            )
        }
        try count(1, entry: ticket.entry.number, quotaKey, in: database)
    }

    public func note(started now: Moment, of visit: VisitID) async throws(LedgerError) {
        try await transact { database in
            try database.execute(
                sql: "UPDATE visit SET started_at = ?, started_boot = ? WHERE id = ? AND ended_at IS NULL",
                arguments: [now.wall.milliseconds, now.boot.stored, visit.number]
            )
        }
    }

    public func closeVisit(_ ended: EndedVisit, at now: Moment) async throws(LedgerError) {
        let (boot, quotaKey) = (boot, quotaKey)
        let reasons = JSONLines.text(of: ended.extensionReasons)
        try await transact { database in
            // The PC went off, and with it vcd: what looks like a fault to the vcd that finds the visit.
            try database.execute(
                sql: """
                    UPDATE visit SET ended_at = ?, ended_boot = ?, ended_in = ?, ending = ?,
                        started_at = iif(started_boot IS NULL, coalesce(?, started_at), started_at),
                        started_boot = coalesce(started_boot, ?), extended = ?, reasons = ?, held = ?,
                        cause = iif(? = 'fault' AND boot <> ?, 'power', ?)
                    WHERE id = ? AND ended_at IS NULL
                    """,
                arguments: [
                    now.wall.milliseconds, now.boot.stored, boot, ended.ending, ended.startedAt?.wall.milliseconds,
                    ended.startedAt?.boot.stored,
                    ended.extended.wholeMilliseconds, reasons, ended.held.wholeMilliseconds,
                    ended.cause?.rawValue, boot, ended.cause?.rawValue, ended.id.number,
                ]
            )
            guard database.changesCount == 1,
                let row = try Row.fetchOne(
                    database,
                    sql: "SELECT entry, started_at FROM visit WHERE id = ?",
                    arguments: [ended.id.number]
                ), let entry: Int = row["entry"]
            else { return }
            // A crash or a power cut before the client ran, as far as anybody knows, costs nobody their turn.
            let startedAt: Int64? = row["started_at"]
            let neverRan = ended.cause == .fault && startedAt == nil
            let waitsAgain = ended.cause == .notStarted || neverRan
            try database.execute(
                sql: """
                    UPDATE roster SET state = ?, visit = iif(?, NULL, visit), called_at = iif(?, NULL, called_at)
                    WHERE id = ? AND visit = ?
                    """,
                arguments: [
                    (waitsAgain ? EntryState.waiting : .served).rawValue, waitsAgain, waitsAgain, entry,
                    ended.id.number,
                ]
            )
            if waitsAgain { try Self.count(-1, entry: entry, quotaKey, in: database) }
        }
    }

    /// Counts a visit of an entry's inmate for the quota, or takes it back.
    static func count(
        _ difference: Int,
        entry: Int,
        _ quotaKey: QuotaKey?,
        in database: Database
    ) throws {
        guard let quotaKey,
            let row = try Row.fetchOne(
                database,
                sql: "SELECT number, substr(day, 1, 7) AS month FROM roster WHERE id = ?",
                arguments: [entry]
            ), let number = RegisterNumber(row["number"])
        else { return }
        let month: String = row["month"]
        try database.execute(
            sql: """
                INSERT INTO quota (month, digest, count) VALUES (?, ?, max(0, ?))
                ON CONFLICT DO UPDATE SET count = max(0, count + ?)
                """,
            arguments: [month, quotaKey.digest(of: number, month: month), difference, difference]
        )
    }
}

/// A list of texts in one column.
enum JSONLines {
    /// Texts alone can always be encoded.
    static func text(of lines: [String]) -> String {
        (try? JSONEncoder().encode(lines)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }

    static func lines(of text: String) -> [String] {
        (try? JSONDecoder().decode([String].self, from: Data(text.utf8))) ?? []
    }
}

extension BootTime {
    /// As a column of the ledger has it.
    var stored: Int64 { sinceBoot.wholeMilliseconds }
}
