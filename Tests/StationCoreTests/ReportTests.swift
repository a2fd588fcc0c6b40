import StationCore
import Testing

@Suite struct ReportTests {
    /// A time of one Tuesday, in seconds after nine.
    private func time(_ seconds: Int) -> WallTime {
        WallTime(milliseconds: 1_772_503_200_000 + Int64(seconds) * 1_000)
    }

    private func visit(
        _ id: Int,
        called: Int?,
        started: Int?,
        ended: Int?,
        wiped: Int?,
        _ cause: EndCause?
    ) -> VisitRecord {
        VisitRecord(
            id: VisitID(id),
            ticket: id,
            category: CategoryID("elderly"),
            markedAt: time(0),
            calledAt: called.map(time),
            startedAt: started.map(time),
            endedAt: ended.map(time),
            wipedAt: wiped.map(time),
            length: .seconds(600),
            cause: cause,
            calling: length(called, started),
            took: length(started, ended),
            wiping: length(ended, wiped)
        )
    }

    private func length(_ start: Int?, _ end: Int?) -> Duration? {
        guard let start, let end, start <= end else { return nil }
        return .seconds(end - start)
    }

    /// By hand: three served. Calling 60, 120 → 90 s. Visits 600, 300, 660 → 520 s. Wipes 10, 20, 30, 40 → 25 s.
    @Test func aMorning() throws {
        let tuesday = DayReport(
            day: try #require(CalendarDay("2026-03-03")),
            visits: [
                visit(1, called: 0, started: 60, ended: 660, wiped: 670, .time),
                visit(2, called: 700, started: 820, ended: 1_120, wiped: 1_140, .officer),
                visit(3, called: nil, started: 1_200, ended: 1_860, wiped: 1_890, .time),
                visit(4, called: 1_900, started: nil, ended: 1_960, wiped: 2_000, .notStarted),
                visit(5, called: nil, started: nil, ended: 2_100, wiped: nil, .power),
                visit(6, called: nil, started: 2_200, ended: nil, wiped: nil, nil),
            ],
            registered: 7,
            absent: 1,
            firstRegisteredAt: time(-1_800),
            lastRegisteredAt: time(-600),
            registering: .seconds(1_200),
            readyAfter: .seconds(45),
            closingAt: time(9_000),
            offAt: time(9_030),
            closing: .seconds(30)
        )
        let totals = ReportTotals(of: [tuesday], sessions: [.seconds(150 * 60)])
        #expect(totals.registered == 7)
        #expect(totals.served == 3)
        #expect(totals.absent == 1)
        #expect(totals.servedByHand == 8, "SOP.md: a 2.5-hour morning serves 8")
        #expect(
            totals.causes == [
                .init(cause: .officer, count: 1), .init(cause: .time, count: 2), .init(cause: .power, count: 1),
                .init(cause: .notStarted, count: 1),
            ]
        )
        #expect(
            totals.steps == [
                step(.registration, 1, 1_200, 1_200), step(.preparation, 1, 45, 45), step(.calling, 2, 90, 120),
                step(.visit, 3, 520, 660), step(.wipe, 4, 25, 40), step(.closing, 1, 30, 30),
            ]
        )
    }

    private func step(_ step: StandardStep, _ count: Int, _ average: Int?, _ longest: Int?) -> ReportTotals.Step {
        .init(step: step, count: count, average: average.map { .seconds($0) }, longest: longest.map { .seconds($0) })
    }

    @Test func nothingIsMadeUpOfNothing() throws {
        let day = DayReport(
            day: try #require(CalendarDay("2026-03-03")),
            visits: [visit(1, called: 100, started: 50, ended: 40, wiped: 30, .time)],
            registered: 1,
            firstRegisteredAt: time(0),
            lastRegisteredAt: time(0)
        )
        let totals = ReportTotals(of: [day], sessions: [])
        // One registration has no span, and a clock that was set back measures nothing.
        #expect(totals.steps.allSatisfy { $0.count == 0 && $0.average == nil && $0.longest == nil })
        #expect(totals.servedByHand == 0)
        #expect(ReportTotals(of: [], sessions: []).causes.isEmpty)
    }

    @Test(arguments: zip([17, 18, 35, 36, 54, 180, 0], [0, 1, 1, 2, 3, 10, 0]))
    func servedByHandIsWhole(minutes: Int, count: Int) {
        #expect(ReportTotals(of: [], sessions: [.seconds(minutes * 60)]).servedByHand == count)
    }

    @Test func theStandardIsTheSOPs() {
        let minutes = StandardStep.allCases.map { $0.standard.components.seconds / 60 }
        #expect(minutes == [20, 15, 5, 10, 3, 15])
        #expect(StandardStep.visitByHand == .seconds(18 * 60))
    }
}
