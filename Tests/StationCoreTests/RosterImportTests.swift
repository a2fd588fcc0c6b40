import Glibc
import StationCore
import Testing

@Suite struct RosterImportTests {
    private let now = WallTime(milliseconds: 1_770_000_000_000)

    private func day(_ rules: RosterRules = RosterRules()) throws -> RosterDay {
        let date = try #require(CalendarDay("2026-03-03"))
        return RosterDay(day: date, entries: [], rules: rules, nextID: EntryID(1))
    }

    private func problems(_ text: String, _ rules: RosterRules = RosterRules(), override: String? = nil) throws
        -> [String]
    {
        var roster = try day(rules)
        let (added, problems) = try roster.importing(
            text,
            override: override,
            at: now,
            served: { $0.text == "Q" ? 2 : 0 }
        )
        #expect(added.isEmpty || problems.isEmpty)
        #expect(roster.entries == added)
        return problems.map { "\($0.line):\($0.column) \($0.refusal.field) \($0.refusal.code)" }
    }

    @Test(arguments: [
        "number,category,class,note\na1,elderly,lawyer,\"says \"\"hi\"\", waits\"\nB2,cells,,\n",
        "\u{FEFF}nomor;kelompok;kelas;catatan\r\na1;elderly;pengacara;\"says \"\"hi\"\", waits\"\r\nb2;cells;keluarga;\r\n",
        "Note , Class, CATEGORY,Number\r \"says \"\"hi\"\", waits\" ,Lawyer, elderly ,\" a1 \"\r\r,,cells,b2",
    ])
    func theSameRosterInSeveralHands(text: String) throws {
        var roster = try day()
        let outcome = try roster.apply(.importing(text: text, dryRun: false, override: nil), at: now)
        #expect(outcome.problems.isEmpty)
        #expect(outcome.entries == roster.entries)
        #expect(roster.entries.map(\.number.text) == ["A1", "B2"])
        #expect(roster.entries.map(\.ticket) == [1, 2])
        #expect(roster.entries.map(\.category.key) == ["elderly", "cells"])
        #expect(roster.entries.map(\.visitClass) == [.lawyer, .family])
        #expect(roster.entries.map(\.note) == ["says \"hi\", waits", nil])
        #expect(outcome.queue.waiting.count == 2)
    }

    /// Some other file of a megabyte would be answered with a hundred of them.
    @Test(arguments: [
        "number,category\n" + String(repeating: "?\n", count: 50_000),
        String(repeating: "x,", count: 50_000),
        "number,category\n" + String(repeating: "a,b,c,d\n", count: 20_000),
    ])
    func ofAnotherFileNotAllIsSaid(text: String) throws {
        let found = try problems(text)
        #expect((1...10_010).contains(found.count), "\(found.count)")
    }

    @Test func aRosterIsOfSoManyLines() throws {
        let lines = (1...10_001).map { "a\($0),elderly\n" }
        #expect(try problems("number,category\n" + lines.dropLast().joined()) == [])
        #expect(try problems("number,category\n" + lines.joined()) == ["10002:0  malformed"])
    }

    @Test func twoColumnsAreEnough() throws {
        #expect(try problems("category,number\nelderly,a1\n") == [])
        #expect(try problems("category,number\n") == [])
    }

    @Test(arguments: [
        ("", ["1:0  malformed"]),
        ("\n \n", ["1:0  malformed"]),
        ("number\na1", ["1:0 category malformed"]),
        ("number,category,nama\na1,elderly,x", ["1:3  malformed"]),
        ("number,category,nomor\na1,elderly,a1", ["1:3 number malformed"]),
        ("number,category,\"note\na1,elderly,x", ["1:3 note malformed"]),
        ("a1,elderly\na?b,elderly", ["1:0  malformed", "2:1 number malformed"]),
    ])
    func firstLines(text: String, expected: [String]) throws { #expect(try problems(text) == expected) }

    @Test(arguments: [
        ("a?b,elderly,,", ["2:1 number malformed"]),
        (",elderly,,", ["2:1 number malformed"]),
        ("a1", ["2:2 category malformed"]),
        ("a1,,,", ["2:2 category malformed"]),
        ("a1,elderly,friend,", ["2:3 class malformed"]),
        ("a1,elderly,,a\u{0}b", ["2:4 note malformed"]),
        ("a1\0,elderly,,", ["2:1 number malformed"]),
        ("a1,eld\u{FFFD},,", ["2:2 category malformed"]),
        ("a1,elderly,,x,y", ["2:5  malformed"]),
        (
            "\"a1,elderly,,\na2,elderly,,\nä,elderly",
            [
                "2:1 number malformed", "2:2 category malformed", "4:1 number malformed",
            ]
        ),
        ("a1,elderly,,\"x\ny\"", ["2:4 note malformed", "3:1 number malformed", "3:2 category malformed"]),
        ("a1,elderly,,\"x\"y", ["2:4 note malformed"]),
        ("a1,eld\"erly,,", ["2:2 category malformed"]),
        ("a1,elderly,,\"\"\"", ["2:4 note malformed"]),
        (
            "?,?\"?,?,\u{7}",
            [
                "2:1 number malformed", "2:2 category malformed", "2:3 class malformed", "2:4 note malformed",
            ]
        ),
        ("a1,elderly\n\nA1,elderly\n\n\na1,cells", ["4:1 number duplicate", "7:1 number duplicate"]),
    ])
    func lines(text: String, expected: [String]) throws {
        #expect(try problems("number,category,class,note\n\(text)\n") == expected)
    }

    @Test func rulesByLineAndColumn() throws {
        let elderly = CategoryID("elderly")
        let rules = RosterRules(
            categories: [elderly, CategoryID("cells"), CategoryID("closed")],
            today: [elderly, CategoryID("closed")],
            registrationIsOpen: [elderly: true],
            capacity: 4,
            quota: 2
        )
        let text = "category,number\nelderly,a1\nnobody,a2\ncells,a3\nclosed,?\nelderly,q\nelderly,a5\n"
        let unknown = "3:1 category unknownCategory"
        #expect(
            try problems(text, rules) == [
                unknown, "4:1 category wrongCategory", "5:2 number malformed", "5:1 category registrationClosed",
                "6:2 number quotaReached", "7:0  dayFull",
            ]
        )
        #expect(try problems(text, rules, override: "reason") == [unknown, "5:2 number malformed"])
    }

    @Test func whoIsRegisteredAlreadyIsADuplicate() throws {
        var roster = try day()
        _ = try roster.importing("number,category\na1,elderly\n", at: now)
        let (added, problems) = try roster.importing("number,category\na2,elderly\na1,elderly\n", at: now)
        #expect(added.isEmpty)
        #expect(problems.map(\.refusal.code) == [.duplicate])
        #expect(problems.map(\.line) == [3])
        #expect(roster.entries.count == 1, "all or nothing")
    }

    @Test func aDryRunChangesNothing() throws {
        var roster = try day()
        let before = roster
        let text = "number,category\na1,elderly\n"
        let outcome = try roster.apply(.importing(text: text, dryRun: true, override: nil), at: now)
        #expect(outcome.entries.map(\.ticket) == [1])
        #expect(outcome.queue == .empty)
        #expect(roster == before)
    }

    @Test func anEmptyReasonIsRefused() throws {
        var roster = try day()
        #expect(throws: RosterRefusal.self) { try roster.importing("number,category", override: "", at: now) }
    }

    @Test func everyMistakeOfManyLinesIsNamed() throws {
        let count = 5_000
        let bad = ["\"open,elderly", "a?b,elderly", "a2,", "a1,elderly,x", "\"x\"y,elderly"]
        let text = "number,category\n" + (0..<count).map { bad[$0 % bad.count] }.joined(separator: "\n")
        let clock = ContinuousClock()
        var found: [ImportProblem] = []
        var roster = try day()
        let took = try clock.measure { found = try roster.importing(text, at: now).problems }
        #expect(found.count >= count)
        #expect(Set(found.map(\.line)) == Set(2...count + 1))
        // Room for a debug build on a busy machine.
        #expect(took < .seconds(60), "\(took)")
    }

    /// Four times the text takes about four times as long; sixteen would be quadratic.
    @Test(
        arguments: [
            { String(repeating: "\"", count: $0) }, { String(repeating: "\"\n", count: $0) },
            { String(repeating: ",", count: $0) }, { String(repeating: ",\n", count: $0) },
            { String(repeating: ",", count: $0 / 2) + String(repeating: "\na", count: $0 / 2) },
            { (0..<$0 / 8).map { "a\($0),e\n" }.joined() },
        ] as [@Sendable (Int) -> String]
    )
    func timeGrowsWithTheText(make: @Sendable (Int) -> String) throws {
        func time(_ size: Int) throws -> Duration {
            let text = "number,category\n" + make(size)
            return try (0..<3).map { _ in
                var roster = try day()
                let begin = Self.processorTime
                _ = try roster.importing(text, at: now)
                return Self.processorTime - begin
            }.min() ?? .zero
        }
        let (small, large) = (try time(20_000), try time(80_000))
        #expect(large < small * 10 + .milliseconds(50), "\(small), \(large)")
    }

    /// What this thread has computed: other tests run beside it.
    private static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    @Test func noInputTraps() throws {
        var random = Seeded(state: 20_260_303)
        let signs = [
            "\"", "\"", ",", ",", ";", "\n", "\r", "\r\n", "\0", "\t", " ", "number", "category", "note", "class",
            "nomor", "a1", "elderly", "\u{FEFF}", "\u{FFFD}", "é", "e\u{301}", "👩‍👩‍👧", "\u{2028}", "-", "9",
        ]
        let starts = ["", "number,category\n", "nomor;kelompok;catatan\r\n", "note,number,class,category\n"]
        for _ in 0..<20_000 {
            let text =
                (starts.randomElement(using: &random) ?? "")
                + (0..<Int.random(in: 0...40, using: &random)).map { _ in signs.randomElement(using: &random) ?? "" }
                .joined()
            var roster = try day()
            let (added, problems) = try roster.importing(text, at: now)
            if !problems.isEmpty, !roster.entries.isEmpty || !added.isEmpty {
                Issue.record("something was added of \(text.debugDescription)")
            }
            let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.count
            if let stray = problems.first(where: { !(1...lines).contains($0.line) || $0.column < 0 }) {
                Issue.record("\(stray.line):\(stray.column) is not in \(text.debugDescription)")
            }
        }
    }
}

/// SplitMix64, so that a failure comes again.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
