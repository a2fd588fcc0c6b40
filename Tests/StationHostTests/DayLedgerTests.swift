import StationCore
import TestSupport
import Testing

@testable import StationHost

@Suite struct DayLedgerTests {
    private let today: CalendarDay
    private let now = Moment(wall: WallTime(milliseconds: 1_772_503_200_000), boot: BootTime(sinceBoot: .seconds(5)))
    private let facts = StationFacts(version: "1", kernel: "6.1", template: nil, remoteTraces: [])

    init() throws { today = try #require(CalendarDay("2026-03-03")) }

    private func after(_ seconds: Int) -> Moment {
        Moment(wall: now.wall + .seconds(seconds), boot: now.boot + .seconds(seconds))
    }

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await body(folder.path)
    }

    private func open(_ folder: String, boot: String = "first", key: Bool = false) throws -> Ledger {
        try Ledger.open(
            at: "\(folder)/ledger.db",
            now: now,
            quotaKey: key ? "\(folder)/quota.key" : nil,
            boot: boot
        )
    }

    @discardableResult
    private func register(
        _ number: String,
        in ledger: Ledger,
        on day: CalendarDay? = nil,
        rules: RosterRules = RosterRules()
    ) async throws -> RosterEntry {
        let change = RosterChange.add(
            number: number,
            category: CategoryID("elderly"),
            visitClass: .lawyer,
            note: nil,
            override: nil
        )
        let outcome = try await ledger.change(change, rules: rules, day: day ?? today, at: now.wall)
        return try #require(outcome.entries.first)
    }

    private func plan(_ entry: RosterEntry?, override: String? = nil) -> VisitPlan {
        VisitPlan(ticket: entry?.turn, length: .seconds(600), override: override)
    }

    private func draft(_ visit: VisitID, at moment: Moment, findings: [Finding] = []) -> ReceiptDraft {
        ReceiptDraft(
            visit: visit,
            startedAt: moment,
            finishedAt: moment,
            closed: .exited(0),
            destroyed: [],
            depth: .visit,
            scan: ScanResult(findings: findings, searched: [])
        )
    }

    @Test func theRosterOutlivesTheDaemon() async throws {
        try await withFolder { folder in
            let ledger = try open(folder)
            for number in ["a1", "a2", "a3"] { try await register(number, in: ledger) }
            _ = try await ledger.change(.move(ticket: 3, to: 1), rules: RosterRules(), day: today, at: now.wall)
            _ = try await ledger.change(.remove(ticket: 2), rules: RosterRules(), day: today, at: now.wall)
            let called = try await ledger.change(
                .call(ticket: nil),
                rules: RosterRules(),
                day: today,
                at: after(60).wall
            )
            let again = try open(folder)
            let queue = try await again.queue(on: today)
            #expect(queue == called.queue)
            #expect(queue.waiting.map(\.number) == [3, 1])
            #expect(queue.called?.at == after(60).wall)
            let entries = try await again.entries(on: today)
            #expect(entries.map(\.number.text) == ["A1", "A2", "A3"])
            #expect(entries.map(\.state) == [.waiting, .removed, .called])
            #expect(entries[0].visitClass == .lawyer)
            #expect(entries[0].registeredAt == now.wall)
            #expect(try await register("a4", in: again).ticket == 4)
            let tomorrow = try #require(CalendarDay("2026-03-04"))
            #expect(try await again.queue(on: tomorrow) == .empty)
            #expect(try await register("a4", in: again, on: tomorrow).ticket == 1)
        }
    }

    @Test func aRefusalChangesNothing() async throws {
        try await withFolder { folder in
            let ledger = try open(folder)
            let entry = try await register("a1", in: ledger)
            await #expect(throws: RosterError.self) { try await register("a1", in: ledger) }
            do throws(RosterError) {
                _ = try await ledger.change(.call(ticket: 9), rules: RosterRules(), day: today, at: now.wall)
                Issue.record("ticket 9 was called")
            } catch {
                guard case .refused(let refusal) = error else { throw error }
                #expect(refusal.code == .noSuchTicket)
            }
            #expect(try await ledger.entries(on: today) == [entry])
        }
    }

    @Test func anImportIsAllOrNothing() async throws {
        try await withFolder { folder in
            let ledger = try open(folder)
            func take(_ text: String, dryRun: Bool) async throws -> RosterOutcome {
                let change = RosterChange.importing(text: text, dryRun: dryRun, override: nil)
                return try await ledger.change(change, rules: RosterRules(), day: today, at: now.wall)
            }
            let bad = try await take("number,category\na1,elderly\na1,elderly\n?,\n", dryRun: false)
            #expect(bad.problems.map { "\($0.line):\($0.column)" } == ["3:1", "4:1", "4:2"])
            #expect(try await ledger.entries(on: today).isEmpty)
            let good = "number,category\na1,elderly\na2,elderly\n"
            #expect(try await take(good, dryRun: true).entries.count == 2)
            #expect(try await ledger.entries(on: today).isEmpty)
            let taken = try await take(good, dryRun: false)
            #expect(try await ledger.entries(on: today) == taken.entries)
        }
    }

    @Test func aVisitBindsItsEntryAndServesIt() async throws {
        try await withFolder { folder in
            let ledger = try open(folder)
            let entry = try await register("a1", in: ledger)
            _ = try await ledger.change(.call(ticket: 1), rules: RosterRules(), day: today, at: after(10).wall)
            let visit = try await ledger.openVisit(at: after(60), marksRemote: false, plan: plan(entry))
            #expect(try await ledger.entries(on: today).first?.state == .visiting)
            #expect(try await ledger.entries(on: today).first?.visit == visit)
            #expect(try await ledger.queue(on: today).called == nil)
            let ended = EndedVisit(
                id: visit,
                cause: .time,
                ending: "the time was up",
                startedAt: after(62),
                extended: .seconds(120),
                extensionReasons: ["late \"start\"", "second"],
                held: .seconds(30)
            )
            try await ledger.closeVisit(ended, at: after(800))
            let twice = EndedVisit(id: visit, cause: .notStarted, ending: "again")
            try await ledger.closeVisit(twice, at: after(900))
            #expect(try await ledger.queue(on: today).served == 1, "an end is recorded once")
            _ = try await ledger.store(draft(visit, at: after(805)), facts: facts)
            let record = VisitRecord(
                id: visit,
                ticket: 1,
                category: CategoryID("elderly"),
                visitClass: .lawyer,
                markedAt: after(60).wall,
                calledAt: after(10).wall,
                startedAt: after(62).wall,
                endedAt: after(800).wall,
                wipedAt: after(805).wall,
                length: .seconds(600),
                extended: .seconds(120),
                extensionReasons: ["late \"start\"", "second"],
                held: .seconds(30),
                cause: .time,
                receipt: ReceiptID(1),
                isClean: true,
                calling: .seconds(67),
                took: .seconds(738),
                wiping: .seconds(5)
            )
            #expect(try await ledger.visits(marked: now.wall..<after(3_600).wall) == [record])
        }
    }

    @Test func anEntryThatIsGoneOpensNoVisit() async throws {
        try await withFolder { folder in
            let ledger = try open(folder, key: true)
            let entry = try await register("a1", in: ledger)
            _ = try await ledger.store(draft(VisitID(99), at: now), facts: facts)
            _ = try await ledger.change(.remove(ticket: 1), rules: RosterRules(), day: today, at: now.wall)
            let before = try await ledger.snapshot()
            #expect(!before.isDirty)
            do throws(LedgerError) {
                _ = try await ledger.openVisit(at: now, marksRemote: true, plan: plan(entry))
                Issue.record("a visit was opened")
            } catch {
                #expect(error.code == .entryGone)
            }
            #expect(try await ledger.snapshot() == before)
            #expect(try await ledger.visits(marked: now.wall..<after(1).wall).isEmpty)
            #expect(try await ledger.openVisit(at: now, marksRemote: false, plan: plan(nil)) == VisitID(1))
        }
    }

    @Test func aClientThatNeverStartedLetsTheEntryWaitInItsPlace() async throws {
        try await withFolder { folder in
            let ledger = try open(folder, key: true)
            let rules = RosterRules(quota: 1)
            let first = try await register("a1", in: ledger, rules: rules)
            try await register("a2", in: ledger, rules: rules)
            let visit = try await ledger.openVisit(at: now, marksRemote: false, plan: plan(first))
            #expect(try await ledger.queue(on: today).waiting.map(\.number) == [2])
            let ended = EndedVisit(id: visit, cause: .notStarted, ending: "no such program")
            try await ledger.closeVisit(ended, at: now)
            #expect(try await ledger.entries(on: today).first == first)
            #expect(try await ledger.queue(on: today).waiting.map(\.number) == [1, 2])
            let tomorrow = try #require(CalendarDay("2026-03-04"))
            try await register("a1", in: ledger, on: tomorrow, rules: rules)
        }
    }

    @Test(arguments: ["first", "second"])
    func aFaultBeforeTheClientRanCostsNobodyTheirTurn(boot: String) async throws {
        try await withFolder { folder in
            let ledger = try open(folder, key: true)
            let rules = RosterRules(quota: 1)
            let entries = [
                try await register("a1", in: ledger, rules: rules), try await register("a2", in: ledger, rules: rules),
            ]
            var visits: [VisitID] = []
            for entry in entries {
                visits.append(try await ledger.openVisit(at: now, marksRemote: false, plan: plan(entry)))
                if visits.count == 2 { try await ledger.note(started: after(1), of: visits[1]) }
            }
            let found = try open(folder, boot: boot, key: true)
            for visit in visits {
                try await found.closeVisit(EndedVisit(id: visit, cause: .fault, ending: "cut"), at: after(5))
            }
            #expect(try await found.queue(on: today).waiting.map(\.number) == [1])
            #expect(try await found.queue(on: today).served == 1)
            let tomorrow = try #require(CalendarDay("2026-03-04"))
            try await register("a1", in: found, on: tomorrow, rules: rules)
            await #expect(throws: RosterError.self) {
                try await register("a2", in: found, on: tomorrow, rules: rules)
            }
        }
    }

    @Test(arguments: [("first", EndCause.fault), ("second", .power)])
    func aFaultThatAnotherRunOfTheKernelFindsWasThePower(boot: String, kept: EndCause) async throws {
        try await withFolder { folder in
            let visit = try await open(folder).openVisit(at: now, marksRemote: false, plan: plan(nil))
            let ledger = try open(folder, boot: boot)
            try await ledger.closeVisit(EndedVisit(id: visit, cause: .fault, ending: "cut"), at: after(5))
            let officer = try await open(folder).openVisit(at: now, marksRemote: false, plan: plan(nil))
            try await ledger.closeVisit(EndedVisit(id: officer, cause: .officer, ending: "ended"), at: after(5))
            let causes = try await ledger.visits(marked: now.wall..<after(5).wall).map(\.cause)
            #expect(causes == [kept, .officer])
        }
    }

    @Test func theFirstCleanReceiptIsTheVisits() async throws {
        try await withFolder { folder in
            let ledger = try open(folder)
            let visit = try await ledger.openVisit(at: now, marksRemote: false, plan: plan(nil, override: "funeral"))
            func record() async throws -> VisitRecord? {
                try await ledger.visits(marked: now.wall..<after(1).wall).first
            }
            #expect(try await record()?.isClean == nil)
            let found = [Finding(place: "file", detail: "x")]
            _ = try await ledger.store(draft(visit, at: after(1), findings: found), facts: facts)
            #expect(try await record()?.isClean == false)
            #expect(try await record()?.wipedAt == nil)
            for second in 2...3 { _ = try await ledger.store(draft(visit, at: after(second)), facts: facts) }
            let last = try #require(try await record())
            #expect(last.isClean == true)
            #expect(last.receipt == ReceiptID(2))
            #expect(last.wipedAt == after(2).wall)
            #expect(last.override == "funeral")
            #expect(last.ticket == nil)
        }
    }

    @Test func theLockAndTheSlotOutliveTheDaemon() async throws {
        try await withFolder { folder in
            try await open(folder).lock(at: now.wall)
            try await open(folder).lock(at: after(60).wall)
            #expect(try await open(folder).snapshot().lockedAt == now.wall)
            try await open(folder).setSlot(.seconds(480), day: today)
            #expect(try await open(folder).snapshot().slot == AcceptedSlot(length: .seconds(480), day: today))
            try await open(folder).unlock()
            #expect(try await open(folder).snapshot().lockedAt == nil)
            try await open(folder).setSlot(nil, day: today)
            #expect(try await open(folder).snapshot().slot == nil)
        }
    }

    @Test func whatTheReportNeedsOfADay() async throws {
        try await withFolder { folder in
            let ledger = try open(folder)
            let rules = RosterRules(absent: .off)
            let first = try await register("a1", in: ledger)
            for number in ["a2", "a3"] { try await register(number, in: ledger) }
            _ = try await ledger.change(.remove(ticket: 2), rules: rules, day: today, at: now.wall)
            _ = try await ledger.change(.call(ticket: 3), rules: rules, day: today, at: now.wall)
            _ = try await ledger.change(.absent(ticket: 3), rules: rules, day: today, at: now.wall)
            let visit = try await ledger.openVisit(at: after(60), marksRemote: false, plan: plan(first))
            _ = try await ledger.openVisit(at: after(70), marksRemote: false, plan: nil)
            try await ledger.note(ready: .seconds(40), on: today)
            try await ledger.note(ready: .seconds(900), on: today)
            try await ledger.note(closingAt: after(100), on: today)
            try await ledger.note(offAt: after(110), on: today)
            let days = [
                ReportDay(day: today, span: now.wall..<after(3_600).wall),
                ReportDay(day: try #require(CalendarDay("2026-03-04")), span: after(3_600).wall..<after(7_200).wall),
            ]
            let report = try await ledger.reportMaterial(days: days)
            #expect(report.map(\.day) == days.map(\.day))
            let day = try #require(report.first)
            #expect(day.visits.map(\.id) == [visit], "a decoy's visit does not count")
            #expect(day.registered == 2)
            #expect(day.absent == 1)
            #expect(day.firstRegisteredAt == now.wall)
            #expect(day.readyAfter == .seconds(40))
            #expect(day.closingAt == after(100).wall)
            #expect(day.offAt == after(110).wall)
            #expect(day.closing == .seconds(10))
            #expect(day.registering == .zero)
            #expect(report.last == DayReport(day: days[1].day))
            try await ledger.forget(before: days[1].day)
            #expect(try await ledger.reportMaterial(days: days) == report, "counts outlive the roster")
            try await ledger.note(closingAt: after(200), on: today)
            #expect(try await ledger.reportMaterial(days: days).first?.offAt == nil)
        }
    }
}
