import GRDB
import StationCore
import TestSupport
import Testing

@testable import StationHost

/// Days, times and lengths where the PC's clock was not right.
@Suite struct RedatingTests {
    private let facts = StationFacts(version: "1", kernel: "6.1", template: nil, remoteTraces: [])
    private let today: CalendarDay
    /// 2026-03-03 02:00 UTC: the PC was switched on.
    private let bootedAt = WallTime(milliseconds: 1_772_503_200_000)
    /// 2010-01-01 00:00 UTC.
    private let wrongly = WallTime(milliseconds: 1_262_304_000_000)

    init() throws { today = try #require(CalendarDay("2026-03-03")) }

    private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

    private func moment(_ bootedAt: WallTime, _ seconds: Int) -> Moment {
        Moment(wall: bootedAt + .seconds(seconds), boot: BootTime(sinceBoot: .seconds(seconds)))
    }

    private func with(_ body: (_ open: (String) throws -> Ledger, _ path: String) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = "\(folder.path)/ledger.db"
        try await body(
            { try Ledger.open(at: path, now: moment(bootedAt, 0), quotaKey: "\(folder.path)/quota.key", boot: $0) },
            path
        )
    }

    private func register(
        _ number: String,
        in ledger: Ledger,
        at now: Moment,
        _ trust: ClockTrust,
        quota: Int? = nil
    ) async throws -> RosterEntry {
        let change = RosterChange.add(
            number: number,
            category: CategoryID("c"),
            visitClass: .family,
            note: nil,
            override: nil
        )
        let stamp = DayStamp(day: ZoneTable.utc.local(now.wall).day, trust: trust)
        let outcome = try await ledger.change(change, rules: RosterRules(quota: quota), stamp: stamp, at: now)
        return try #require(outcome.entries.first)
    }

    private func serve(_ entry: RosterEntry, in ledger: Ledger, at now: Moment, _ trust: ClockTrust) async throws
        -> VisitID
    {
        try await ledger.openVisit(
            at: now,
            marksRemote: false,
            plan: VisitPlan(ticket: entry.turn, length: .seconds(600), override: nil),
            stamp: DayStamp(day: ZoneTable.utc.local(now.wall).day, trust: trust)
        )
    }

    private func redate(_ ledger: Ledger, at now: Moment, _ trust: ClockTrust = .synchronised) async throws -> Redating
    {
        let stamp = DayStamp(day: ZoneTable.utc.local(now.wall).day, trust: trust)
        return try await ledger.redate(
            RedatingOrder(now: now, stamp: stamp) { ZoneTable.utc.local($0).day }
        )
    }

    private func report(_ ledger: Ledger, _ day: CalendarDay) async throws -> DayReport {
        let span = try #require(ZoneTable.utc.span(of: day))
        return try #require(try await ledger.reportMaterial(days: [ReportDay(day: day, span: span)]).first)
    }

    private func wipe(_ visit: VisitID, in ledger: Ledger, from start: Moment, to end: Moment) async throws {
        let draft = ReceiptDraft(
            visit: visit,
            startedAt: start,
            finishedAt: end,
            closed: nil,
            destroyed: [],
            depth: .visit,
            scan: ScanResult(findings: [], searched: [])
        )
        _ = try await ledger.store(draft, facts: facts)
    }

    @Test func aClockThatIsSetInMidVisitChangesNoLength() async throws {
        try await with { open, _ in
            let ledger = try open("boot")
            let entry = try await register("a1", in: ledger, at: moment(bootedAt, 60), .synchronised)
            let stamp = DayStamp(day: today, trust: .synchronised)
            _ = try await ledger.change(
                .call(ticket: 1),
                rules: RosterRules(),
                stamp: stamp,
                at: moment(bootedAt, 100)
            )
            let visit = try await serve(entry, in: ledger, at: moment(bootedAt, 150), .synchronised)
            try await ledger.note(started: moment(bootedAt, 160), of: visit)
            // An hour back, and then days ahead, and vcd was restarted in between.
            let back = bootedAt + .seconds(-3_600)
            let ahead = bootedAt + .seconds(86_400 * 9)
            let again = try open("boot")
            let ended = EndedVisit(id: visit, cause: .time, ending: "time")
            try await again.closeVisit(ended, at: moment(back, 760))
            try await wipe(visit, in: again, from: moment(back, 760), to: moment(ahead, 763))
            let record = try #require(try await report(again, today).visits.first)
            #expect(record.calling == .seconds(60))
            #expect(record.took == .seconds(600))
            #expect(record.wiping == .seconds(3))
            try await again.note(closingAt: moment(ahead, 800), on: today)
            try await again.note(offAt: moment(back, 830), on: today)
            #expect(try await report(again, today).closing == .seconds(30))
        }
    }

    @Test func overAPowerCutALengthIsNotKnown() async throws {
        try await with { open, _ in
            let ledger = try open("first")
            let first = try await register("a1", in: ledger, at: moment(bootedAt, 60), .synchronised)
            let visit = try await serve(first, in: ledger, at: moment(bootedAt, 150), .synchronised)
            try await ledger.note(started: moment(bootedAt, 160), of: visit)
            let again = try open("second")
            let restarted = bootedAt + .seconds(300)
            _ = try await register("a2", in: again, at: moment(restarted, 30), .synchronised)
            try await again.closeVisit(EndedVisit(id: visit, cause: .fault, ending: "cut"), at: moment(restarted, 20))
            try await wipe(visit, in: again, from: moment(restarted, 20), to: moment(restarted, 25))
            let report = try await report(again, today)
            let record = try #require(report.visits.first)
            #expect(record.cause == .power)
            #expect(record.took == nil && record.wiping == .seconds(5))
            #expect(report.registered == 2 && report.registering == nil)
            #expect(ReportTotals(of: [report], sessions: []).steps.first { $0.step == .visit }?.count == 0)
        }
    }

    @Test func whatAWrongClockDatedComesToItsRightDay() async throws {
        try await with { open, _ in
            let earlier = try open("before")
            // In the morning, by a right clock: tickets 1 and 2.
            for number in ["a1", "a2"] {
                _ = try await register(number, in: earlier, at: moment(bootedAt + .seconds(-7_200), 60), .synchronised)
            }
            // Then the PC starts anew in 2010: an inmate who is on the roster already, and two others.
            let ledger = try open("boot")
            var entries: [RosterEntry] = []
            for (index, number) in ["a1", "b1", "b2"].enumerated() {
                entries.append(
                    try await register(number, in: ledger, at: moment(wrongly, 60 + index), .unsure, quota: 1)
                )
            }
            let visit = try await serve(entries[1], in: ledger, at: moment(wrongly, 100), .unsure)
            try await ledger.note(started: moment(wrongly, 101), of: visit)
            // The clock is set in mid-visit.
            let done = try await redate(ledger, at: moment(bootedAt, 400))
            #expect(done.visits == 1 && done.entries == 3 && done.duplicates == 1)
            #expect(done.renumbered == [.init(before: 1, now: 4), .init(before: 2, now: 5)])
            #expect(try await redate(ledger, at: moment(bootedAt, 401)).isEmpty, "once")
            try await ledger.closeVisit(EndedVisit(id: visit, cause: .time, ending: "time"), at: moment(bootedAt, 701))

            let roster = try await ledger.entries(on: today)
            #expect(roster.map(\.ticket) == [1, 2, 3, 4, 5])
            #expect(roster.map(\.number.text) == ["A1", "A2", "B2", "A1", "B1"])
            #expect(roster.map(\.state) == [.waiting, .waiting, .waiting, .removed, .served])
            #expect(roster[2].registeredAt == moment(bootedAt, 62).wall)
            #expect(try await ledger.queue(on: today).waiting.map(\.number) == [1, 2, 3])
            #expect(try await ledger.entries(on: day("2010-01-01")).isEmpty)
            #expect(try await report(ledger, day("2010-01-01")).visits.isEmpty)

            let record = try #require(try await report(ledger, today).visits.first)
            #expect(record.id == visit && record.ticket == 5)
            #expect(record.startedAt == moment(bootedAt, 101).wall)
            #expect(record.endedAt == moment(bootedAt, 701).wall)
            #expect(record.took == .seconds(600))
            #expect(record.clockShowed == moment(wrongly, 100).wall)
            // Retention goes by the right day, and the quota of the right month has the visit.
            try await ledger.forget(before: day("2026-02-01"))
            #expect(try await ledger.entries(on: today).count == 5)
            await #expect(throws: RosterError.self) {
                _ = try await register(
                    "b1",
                    in: ledger,
                    at: moment(bootedAt + .seconds(86_400), 500),
                    .synchronised,
                    quota: 1
                )
            }
        }
    }

    @Test func whatNobodyCanDateAnyMoreComesToTheFirstRightDay() async throws {
        try await with { open, _ in
            let wrong = try open("wrong")
            let entry = try await register("a1", in: wrong, at: moment(wrongly, 60), .told)
            _ = try await register("a2", in: wrong, at: moment(wrongly, 61), .unsure)
            let visit = try await serve(entry, in: wrong, at: moment(wrongly, 100), .told)
            try await wrong.closeVisit(EndedVisit(id: visit, cause: .officer, ending: "e"), at: moment(wrongly, 200))
            // Of yesterday, by a clock that nobody had confirmed: it stays where it is.
            let yesterday = try open("yesterday")
            _ = try await register("a3", in: yesterday, at: moment(bootedAt + .seconds(-86_400), 60), .unsure)
            // Days ahead, and nobody had confirmed it.
            _ = try await register("a4", in: yesterday, at: moment(bootedAt + .seconds(86_400 * 32), 60), .unsure)

            let ledger = try open("right")
            let done = try await redate(ledger, at: moment(bootedAt, 100))
            #expect(done.visits == 1 && done.entries == 3)
            try await ledger.forget(before: day("2026-02-01"))
            #expect(try await ledger.entries(on: today).map(\.number.text) == ["A1", "A2", "A4"])
            #expect(try await ledger.entries(on: day("2026-03-02")).map(\.number.text) == ["A3"])
            #expect(try await report(ledger, today).visits.map(\.clockShowed) == [moment(wrongly, 100).wall])
        }
    }

    @Test func aClockThatWasRightMovesNothing() async throws {
        try await with { open, _ in
            let ledger = try open("boot")
            _ = try await register("a1", in: ledger, at: moment(bootedAt, 60), .unsure)
            _ = try await register("a2", in: ledger, at: moment(bootedAt, 61), .synchronised)
            // An officer confirms the clock; then it is set wrongly, and nobody believes that one.
            #expect(try await redate(ledger, at: moment(bootedAt + .seconds(20), 100), .told).isEmpty)
            #expect(try await redate(ledger, at: moment(bootedAt, 200), .synchronised).isEmpty)
            let ahead = bootedAt + .seconds(86_400 * 40)
            #expect(try await redate(ledger, at: moment(ahead, 300), .told).isEmpty, "synchronised counts for more")
            #expect(try await ledger.entries(on: today).count == 2)
        }
    }

    /// A ledger as vcd made it before lengths were kept.
    @Test func anOlderLedgerOpensAndItsLengthsAreNotKnown() async throws {
        try await with { open, path in
            let marked = moment(bootedAt, 60).wall.milliseconds
            do {
                let database = try DatabaseQueue(path: path)
                try Ledger.schema.migrate(database, upTo: "1")
                try await database.write { database in
                    try database.execute(
                        sql: """
                            INSERT INTO visit (boot, decoy, marked_at, started_at, ended_at, wiped_at, cause, clean)
                            VALUES ('old', 0, ?, ?, ?, ?, 'time', 1)
                            """,
                        arguments: [marked, marked, marked + 600_000, marked + 601_000]
                    )
                    try database.execute(
                        sql: """
                            INSERT INTO roster (day, ticket, number, category, class, state, place, registered_at)
                            VALUES (?, 1, 'A1', 'c', 'family', 'served', 1, ?)
                            """,
                        arguments: [today.description, marked]
                    )
                }
                try database.close()
            }
            let ledger = try open("boot")
            #expect(ledger.loss == nil)
            let record = try #require(try await report(ledger, today).visits.first)
            #expect(record.isServed && record.took == nil && record.wiping == nil)
            #expect(try await redate(ledger, at: moment(bootedAt, 900)).isEmpty)
            #expect(try await ledger.entries(on: today).count == 1)
        }
    }
}
