import StationCore
import Testing

@Suite struct RosterRulesTests {
    private let now = WallTime(milliseconds: 1_770_000_000_000)
    private let later = WallTime(milliseconds: 1_770_000_060_000)

    private func day(_ rules: RosterRules = RosterRules(), numbers: [String] = []) throws -> RosterDay {
        let date = try #require(CalendarDay("2026-03-03"))
        var roster = RosterDay(day: date, entries: [], rules: RosterRules(), nextID: EntryID(7))
        for number in numbers { _ = try add(number, to: &roster) }
        return RosterDay(day: date, entries: roster.entries, rules: rules, nextID: EntryID(7 + numbers.count))
    }

    @discardableResult
    private func add(
        _ number: String,
        to roster: inout RosterDay,
        category: String = "elderly",
        note: String? = nil,
        override: String? = nil,
        served: Int = 0
    ) throws -> RosterEntry {
        try roster.add(
            number: number,
            category: CategoryID(category),
            visitClass: .family,
            note: note,
            override: override,
            at: now,
            served: { _ in served }
        )
    }

    private func refusal(_ body: () throws -> Void) -> RosterRefusal? {
        do {
            try body()
            return nil
        } catch {
            return error as? RosterRefusal
        }
    }

    private func waiting(_ roster: RosterDay) -> [Int] { roster.queue.waiting.map(\.number) }

    @Test(arguments: ["A.12/2025", "b-7", String(repeating: "9", count: 32), "  a1\t"])
    func registerNumbers(text: String) throws {
        let number = try #require(RegisterNumber(text))
        #expect(RegisterNumber(text.lowercased()) == number)
        #expect(number.text.utf8.allSatisfy { !(97...122).contains($0) && $0 != 32 })
    }

    @Test(arguments: ["", " ", "a?b", "Ä1", "١٢", "a\0", "a_1", "a;1", String(repeating: "9", count: 33)])
    func noRegisterNumbers(text: String) { #expect(RegisterNumber(text) == nil) }

    @Test func ticketsCountUpAndAreNeverGivenTwice() throws {
        var roster = try day()
        #expect(try add("a1", to: &roster).ticket == 1)
        #expect(try add("a2", to: &roster).id == EntryID(8))
        _ = try roster.remove(2)
        #expect(try add("a2", to: &roster).ticket == 3, "who was taken off can come back")
        #expect(waiting(roster) == [1, 3])
    }

    @Test func aMalformedPartIsRefusedOverridesOrNot() throws {
        var roster = try day()
        for override in [nil, "the warden asks"] {
            for (field, attempt) in [
                ("number", ("a?b", "elderly", nil)), ("category", ("a1", "", nil)), ("category", ("a1", "x\n", nil)),
                ("note", ("a1", "elderly", String(repeating: "x", count: 201))), ("note", ("a1", "elderly", "a\u{7}")),
                ("note", ("a1", "elderly", "\u{202E}a")),
            ] as [(String, (String, String, String?))] {
                let refused = refusal {
                    try add(attempt.0, to: &roster, category: attempt.1, note: attempt.2, override: override)
                }
                #expect(refused?.code == .malformed)
                #expect(refused?.field == field)
            }
        }
        #expect(refusal { try add("a1", to: &roster, override: " ") }?.field == "override")
        #expect(roster.entries.isEmpty)
        #expect(try add("a1", to: &roster, note: " wheelchair ").note == "wheelchair")
    }

    @Test func aDuplicateIsRefusedOverridesOrNot() throws {
        var roster = try day(numbers: ["A.1/25"])
        #expect(refusal { try add("a.1/25", to: &roster) }?.code == .duplicate)
        #expect(refusal { try add("a.1/25", to: &roster, override: "reason") }?.code == .duplicate)
    }

    @Test func aSecondTurnIsASupervisorsToGive() throws {
        let before = try day(numbers: ["A.1/25"])
        let served = before.entries.map { entry in
            var entry = entry
            entry.state = .served
            return entry
        }
        var roster = RosterDay(day: before.day, entries: served, rules: before.rules, nextID: EntryID(9))
        #expect(refusal { try add("a.1/25", to: &roster) }?.code == .duplicate)
        #expect(try add("a.1/25", to: &roster, override: "cut off by the network").ticket == 2)
        #expect(refusal { try add("a.1/25", to: &roster, override: "again") }?.code == .duplicate)
    }

    @Test func eachRuleRefusesAndAnOverridePassesIt() throws {
        let elderly = CategoryID("elderly")
        let known = [elderly, CategoryID("narcotics")]
        let rules: [(RosterRefusal.Code, RosterRules, Int)] = [
            (.wrongCategory, RosterRules(categories: known, today: [CategoryID("narcotics")]), 0),
            (.registrationClosed, RosterRules(today: [elderly], registrationIsOpen: [elderly: false]), 0),
            (.registrationClosed, RosterRules(registrationIsOpen: [:]), 0),
            (.dayFull, RosterRules(capacity: 2), 0),
            (.quotaReached, RosterRules(quota: 2), 2),
        ]
        for (code, rules, served) in rules {
            var roster = try day(rules, numbers: ["b1", "b2"])
            let refused = refusal { try add("a1", to: &roster, served: served) }
            #expect(refused?.code == code)
            #expect(refused?.message.contains("A1") == false, "messages name nobody")
            let entry = try add("a1", to: &roster, override: " far away ", served: served)
            #expect(entry.override == "far away")
        }
        var roster = try day(RosterRules(capacity: 3, quota: 2), numbers: ["b1", "b2"])
        try add("a1", to: &roster, served: 1)
    }

    @Test func anUnknownCategoryIsRefusedOverridesOrNot() throws {
        var roster = try day(RosterRules(categories: [CategoryID("narcotics")]))
        for override in [nil, "reason"] {
            let refused = refusal { try add("a1", to: &roster, override: override) }
            #expect(refused?.code == .unknownCategory)
            #expect(refused?.remedy.contains("narcotics") == true)
        }
    }

    @Test func moving() throws {
        var roster = try day(numbers: ["a1", "a2", "a3", "a4"])
        _ = try roster.move(4, to: 1)
        #expect(waiting(roster) == [4, 1, 2, 3])
        _ = try roster.move(4, to: 4)
        #expect(waiting(roster) == [1, 2, 3, 4])
        _ = try roster.move(2, to: 2)
        #expect(waiting(roster) == [1, 2, 3, 4])
        for position in [0, 5, -1, .min, .max] {
            #expect(refusal { _ = try roster.move(1, to: position) }?.field == "position")
        }
        #expect(refusal { _ = try roster.move(9, to: 1) }?.code == .noSuchTicket)
    }

    @Test func whoseVisitCameToNothingKeepsThePlaceThroughMoves() throws {
        let roster = try day(numbers: ["a1", "a2", "a3"])
        var entries = roster.entries
        entries[0].state = .visiting
        var during = RosterDay(day: roster.day, entries: entries, rules: RosterRules(), nextID: EntryID(10))
        _ = try during.move(3, to: 1)
        entries = during.entries
        entries[0].state = .waiting
        let after = RosterDay(day: roster.day, entries: entries, rules: RosterRules(), nextID: EntryID(10))
        #expect(waiting(after) == [1, 3, 2])
    }

    @Test func calling() throws {
        var roster = try day(numbers: ["a1", "a2", "a3"])
        #expect(try roster.call(2, at: now).state == .called)
        #expect(roster.queue.called == Queue.Called(entry: EntryID(8), at: now))
        #expect(waiting(roster) == [1, 2, 3], "the called one keeps the place")
        _ = try roster.call(2, at: later)
        #expect(roster.queue.called?.at == later)
        _ = try roster.call(nil, at: later)
        #expect(roster.queue.called?.entry == EntryID(7), "the first who waits")
        #expect(roster.entries.map(\.state) == [.called, .waiting, .waiting])
        #expect(roster.entries[1].calledAt == nil)
        var empty = try day()
        #expect(refusal { _ = try empty.call(nil, at: now) }?.code == .nobodyWaiting)
    }

    @Test func absentGoesToTheEndOrOff() throws {
        var end = try day(RosterRules(absent: .end), numbers: ["a1", "a2"])
        _ = try end.call(1, at: now)
        #expect(try end.markAbsent(1).state == .waiting)
        #expect(waiting(end) == [2, 1])
        #expect(end.queue.called == nil)
        #expect(try add("a3", to: &end).ticket == 3)
        #expect(waiting(end) == [2, 1, 3])

        var off = try day(RosterRules(absent: .off), numbers: ["a1", "a2"])
        _ = try off.call(1, at: now)
        #expect(try off.markAbsent(1).state == .absent)
        #expect(off.queue.absent == 1)
        #expect(waiting(off) == [2])
        #expect(try add("a1", to: &off).ticket == 3, "who comes after all is registered once more")
    }

    @Test func onlyWhoWasCalledCanBeAbsent() throws {
        var roster = try day(RosterRules(absent: .end), numbers: ["a1", "a2"])
        #expect(refusal { _ = try roster.markAbsent(1) }?.reason == .notCalled)
        #expect(waiting(roster) == [1, 2])
        // Called, and somebody else after: still one who was called and did not come.
        _ = try roster.call(1, at: now)
        _ = try roster.call(2, at: now)
        #expect(try roster.markAbsent(1).state == .waiting)
        #expect(refusal { _ = try roster.markAbsent(1) }?.reason == .notCalled, "once for each call")
    }

    @Test(arguments: EntryState.allCases)
    func onlyWhoWaitsCanBeChanged(state: EntryState) throws {
        let fresh = try day(numbers: ["a1", "a2"])
        var entries = fresh.entries
        entries[0].state = state
        entries[0].wasCalled = true
        let actions: [(inout RosterDay) throws -> RosterEntry] = [
            { try $0.remove(1) }, { try $0.move(1, to: 1) }, { try $0.markAbsent(1) }, { try $0.call(1, at: now) },
        ]
        for action in actions {
            var roster = RosterDay(day: fresh.day, entries: entries, rules: RosterRules(), nextID: EntryID(9))
            let before = roster
            let refused = refusal { _ = try action(&roster) }
            #expect(refused?.code == (state.awaitsTurn ? nil : .wrongState))
            #expect(state.awaitsTurn || roster == before)
        }
    }
}
