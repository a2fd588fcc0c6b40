import StationAPI
import Testing

@testable import OfficerCLI

@Suite struct BoardViewTests {
    @Test func aTerminalThatIsNoneGetsNoEscapes() {
        #expect([nil, "", "dumb"].allSatisfy { !Terminal.takesEscapes(term: $0) })
        #expect(["xterm-256color", "screen", "linux"].allSatisfy { Terminal.takesEscapes(term: $0) })
    }

    @Test func withoutColoursAnAlarmStillStandsOut() {
        let styles: [BoardLine.Style] = [.plain, .title, .strong, .alarm, .soft, .bar]
        for style in styles { #expect(!BoardTerminal.attributes(style, isColoured: false).contains("3")) }
        #expect(
            BoardTerminal.attributes(.alarm, isColoured: false) != BoardTerminal.attributes(.plain, isColoured: false)
        )
        #expect(BoardTerminal.attributes(.alarm, isColoured: true).contains("31"))
    }

    private static let both = [Words(language: .english), Words(language: .indonesian)]

    private func board(_ words: Words, waiting: Int = 30) -> Board {
        var visit = Fixture.visit
        visit.ticket = "5"
        visit.category = String(repeating: "narkotika ", count: 12)
        var today = Fixture.plainDay
        today.closes = "2026-01-31T11:30:00+07:00"
        today.waiting = waiting
        today.next = "6"
        today.called = API.Called(ticket: "6", calledAt: "", elapsedSeconds: 320, overdue: true)
        today.slot = Fixture.slot
        today.clockTrusted = false
        let entries = (0..<waiting).map { place in
            var entry = Fixture.entry(6 + place, position: place + 1)
            entry.category = String(repeating: "x", count: 90)
            return entry
        }
        var board = Board(words: words)
        board.take(Board.Picture(status: Fixture.status(.visiting, visit: visit, today: today), entries: entries))
        board.take(
            API.Event(at: "2026-01-31T09:41:00+07:00", kind: .called, state: .visiting, ticket: "6", message: "M.")
        )
        board.say(String(repeating: "A long message. ", count: 30), isAlarm: true)
        board.now = "09:41:07"
        return board
    }

    @Test(arguments: both, [(80, 24), (120, 40), (40, 10), (1, 1)])
    func everyLineFits(_ words: Words, _ size: (columns: Int, rows: Int)) {
        let lines = BoardView(columns: size.columns, rows: size.rows).lines(of: board(words))
        #expect(lines.count == size.rows)
        for line in lines { #expect(line.text.count <= size.columns, "\(line.text)") }
    }

    @Test(arguments: both)
    func showsWhoIsInWhoWaitsAndWhatTheKeysDo(_ words: Words) {
        let lines = BoardView(columns: 80, rows: 24).lines(of: board(words)).map(\.text)
        let text = lines.joined(separator: "\n")
        #expect(lines[0].hasSuffix(" 09:41:07 "))
        #expect(text.contains("9:05"))
        #expect(text.contains("narkotika"))
        #expect(lines.contains { $0.hasPrefix("   6 ") && $0.hasSuffix("…") }, "a wide row is cut")
        #expect(text.contains(words.pick("… and ", "… dan ")))
        #expect(text.contains("vcctl roster absent 6"))
        #expect(lines[23].contains(words.pick("q leave", "q keluar")))
        #expect(lines.filter { $0.contains("A long message.") }.count == 3)
    }

    /// Of the 76 columns within the brackets.
    @Test(arguments: [(600, 0, 76), (300, 300, 38), (0, 600, 0), (1, 599, 1)])
    func theBarIsAsLongAsTheTimeThatIsLeft(_ remaining: Int, _ elapsed: Int, _ expected: Int) throws {
        var visit = Fixture.visit
        visit.remainingSeconds = remaining
        visit.elapsedSeconds = elapsed
        var board = Board(words: Self.both[0])
        board.take(Board.Picture(status: Fixture.status(.visiting, visit: visit), entries: []))
        let bar = try #require(BoardView(columns: 80, rows: 24).lines(of: board).first { $0.style == .bar })
        #expect(bar.text.count == 79)
        #expect(bar.text.count { $0 == "█" } == expected)
    }

    @Test func beforeTheStationAnsweredItSaysSo() {
        let lines = BoardView(columns: 80, rows: 24).lines(of: Board(words: Self.both[0]))
        #expect(lines.contains { $0.text.contains("Asking the station") })
    }

    @Test func nothingInATextMovesTheCursor() {
        var board = Board(words: Self.both[0])
        var status = Fixture.status()
        status.unconfirmedTraces = ["\u{1b}[2J\u{7}"]
        board.take(Board.Picture(status: status, entries: []))
        for line in BoardView(columns: 80, rows: 24).lines(of: board) {
            #expect(!line.text.unicodeScalars.contains { $0.properties.generalCategory == .control })
        }
    }
}
