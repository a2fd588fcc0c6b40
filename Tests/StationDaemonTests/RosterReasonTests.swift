import StationAPI
import StationCore
import Testing

@testable import StationDaemon

@Suite struct RosterReasonTests {
    @Test func everyReasonIsKnownToVcctl() {
        #expect(API.RosterReason.allCases.map(\.rawValue) == RosterReason.allCases.map(\.rawValue))
    }

    /// Each kind of bad file says by its reason what is wrong, and in English by its message.
    @Test(
        arguments: zip(
            [
                "", "x,y\n1,2\n", "number,category,number\n", "number,category,colour\n", "number\na1\n",
                "number,category\na1,c,d,e\n", "number,category,\na1,c,d\n", "number,category\na1,\n",
                "number,category\na\"1,c\n", "number,category\n\"a1,c\n", "number,category\n\"a1\"x,c\n",
                "number,category\n?,c\n", "number,category,class\na1,c,x\n", "number,category\na1,c\na1,c\n",
                "a1,c\nnumber,category\n", "number,category\na1,d\n",
            ],
            [
                RosterReason.fileEmpty, .noTitles, .columnTwice, .noSuchColumn, .columnMissing, .tooManyFields,
                .columnUnnamed, .fieldMissing, .quoteInside, .quoteOpen, .behindQuote, .noNumber, .noClass, .onLine,
                .aboveTitles, .unknownCategory,
            ]
        )
    )
    func aBadFileSaysWhatIsWrong(_ text: String, _ reason: RosterReason) throws {
        let day = try #require(CalendarDay("2026-03-03"))
        let rules = RosterRules(categories: [CategoryID("c")])
        var roster = RosterDay(day: day, entries: [], rules: rules, nextID: EntryID(1))
        let problems = try roster.importing(text, at: WallTime(milliseconds: 0)).problems
        let found = try #require(problems.first { $0.refusal.reason == reason }, "\(problems)")
        #expect(found.refusal.message.count > 10)
        let wire = API.ImportProblem(found)
        #expect(wire.reason == reason.rawValue && wire.values == found.refusal.values)
    }
}
