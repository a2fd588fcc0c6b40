import FoundationEssentials
import GRDB
import StationCore

/// Keeps the roster.
extension Ledger {
    public func queue(on day: CalendarDay) async throws(LedgerError) -> Queue {
        let entries = try await entries(on: day)
        return RosterDay(day: day, entries: entries, rules: RosterRules(), nextID: EntryID(0)).queue
    }

    public func entries(on day: CalendarDay) async throws(LedgerError) -> [RosterEntry] {
        let boot = boot
        return try await look { try Self.entries(on: day, boot: boot, in: $0) }
    }

    public func change(
        _ change: RosterChange,
        rules: RosterRules,
        stamp: DayStamp,
        at now: Moment
    ) async throws(RosterError) -> RosterOutcome {
        let (boot, quotaKey, day) = (boot, quotaKey, stamp.day)
        do {
            return try await database.write { database in
                let before = try Self.entries(on: day, boot: boot, in: database)
                let last = try Int.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'roster'")
                let counts = rules.quota == nil ? nil : try quotaKey.map { try QuotaCounts($0, of: day, in: database) }
                var roster = RosterDay(day: day, entries: before, rules: rules, nextID: EntryID((last ?? 0) + 1))
                let outcome = try roster.apply(change, at: now.wall, boot: now.boot) { counts?[$0] ?? 0 }
                for (old, new) in zip(before, roster.entries) where old != new {
                    try database.execute(
                        sql: """
                            UPDATE roster SET state = ?, place = ?, called_at = ?, called_boot = ?, called_in = ?,
                                was_called = ?
                            WHERE id = ?
                            """,
                        arguments: [
                            new.state.rawValue, new.place, new.calledAt?.milliseconds, new.calledSince?.stored,
                            new.calledSince == nil ? nil : boot, new.wasCalled, new.id.number,
                        ]
                    )
                }
                for entry in roster.entries.dropFirst(before.count) {
                    try Self.insert(entry, stamp.trust, at: now.boot, boot, in: database)
                }
                return outcome
            }
        } catch let refusal as RosterRefusal {
            throw .refused(refusal)
        } catch {
            throw .ledger(place.error(error))
        }
    }

    static func entries(on day: CalendarDay, boot: String, in database: Database) throws -> [RosterEntry] {
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT * FROM roster WHERE day = ? ORDER BY ticket",
            arguments: [day.description]
        )
        var entries: [RosterEntry] = []
        while let row = try rows.next() { entries.append(try RosterEntry(row, day: day, boot: boot)) }
        return entries
    }

    private static func insert(
        _ entry: RosterEntry,
        _ trust: ClockTrust,
        at now: BootTime,
        _ boot: String,
        in database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO roster (id, day, ticket, number, category, class, note, state, place, registered_at,
                    called_at, visit, override, trust, registered_boot, registered_in)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                entry.id.number, entry.day.description, entry.ticket, entry.number.text, entry.category.key,
                entry.visitClass.rawValue, entry.note, entry.state.rawValue, entry.place,
                entry.registeredAt.milliseconds, entry.calledAt?.milliseconds, entry.visit?.number, entry.override,
                trust.rawValue, now.stored, boot,
            ]
        )
    }
}

/// How many visits each inmate has had in a month.
private struct QuotaCounts {
    private let key: QuotaKey
    private let month: String
    private let counts: [Data: Int]

    init(_ key: QuotaKey, of day: CalendarDay, in database: Database) throws {
        self.key = key
        month = day.month(before: 0)
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT digest, count FROM quota WHERE month = ?",
            arguments: [month]
        )
        counts = Dictionary(rows.map { ($0["digest"], $0["count"]) }) { $0 + $1 }
    }

    subscript(number: RegisterNumber) -> Int { counts[key.digest(of: number, month: month)] ?? 0 }
}

extension CalendarDay {
    /// The month of a day as `YYYY-MM`, or one before it.
    func month(before count: Int) -> String {
        let months = year * 12 + (month - 1) - count
        return CalendarDay(year: months / 12, month: months % 12 + 1, day: 1).map { String($0.description.dropLast(3)) }
            ?? ""
    }
}

extension RosterEntry {
    /// - Throws: `SQLITE_CORRUPT` for a row that no vcd writes.
    fileprivate init(_ row: Row, day: CalendarDay, boot: String) throws {
        guard let number = RegisterNumber(row["number"]), let visitClass = VisitClass(rawValue: row["class"]),
            let state = EntryState(rawValue: row["state"])
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an entry of the roster is unreadable") }
        let visit: Int? = row["visit"]
        let calledIn: String? = row["called_in"]
        let calledSince: Int64? = calledIn == boot ? row["called_boot"] : nil
        self.init(
            id: EntryID(row["id"]),
            day: day,
            ticket: row["ticket"],
            number: number,
            category: CategoryID(row["category"]),
            visitClass: visitClass,
            note: row["note"],
            state: state,
            place: row["place"],
            registeredAt: WallTime(milliseconds: row["registered_at"]),
            calledAt: WallTime(stored: row["called_at"]),
            calledSince: calledSince.map { BootTime(sinceBoot: .milliseconds($0)) },
            wasCalled: row["was_called"],
            visit: visit.map(VisitID.init),
            override: row["override"]
        )
    }
}
