import StationAPI
import Testing

@testable import OfficerCLI

@Suite struct BoardTests {
    private let words = Words(language: .english)

    private func board(visit: API.Visit? = Fixture.visit) -> Board {
        var board = Board(words: words)
        let state: API.State = visit == nil ? .ready : .visiting
        board.take(Board.Picture(status: Fixture.status(state, visit: visit), entries: []))
        return board
    }

    @Test(
        arguments: [("n", Board.Action.next), ("w", .wipe), ("e", .end), ("x", .extend), ("r", .restart)]
            as [(Character, Board.Action)]
    )
    func asksBeforeItDoesAnything(_ key: Character, _ action: Board.Action) {
        var board = board()
        #expect(board.press(key) == .stay)
        #expect(board.question?.text.hasSuffix("[y/N]") == true)
        #expect(board.press("y") == .perform(Board.Request(action: action, seen: 7)))
        #expect(board.question == nil)
        #expect(board.running?.action == action)
    }

    @Test(arguments: ["n", "N", "\r", "q", " "] as [Character])
    func anythingButAYesIsANo(_ key: Character) {
        var board = board()
        _ = board.press("e")
        #expect(board.press(key) == .stay)
        #expect(board.question == nil)
        #expect(board.running == nil)
        #expect(board.message == "Nothing was changed.")
    }

    @Test func callingAndLeavingAreNotAsked() {
        var board = board()
        #expect(board.press("c") == .perform(Board.Request(action: .call, seen: nil)))
        #expect(board.press("q") == .leave)
        #expect(board.press("\u{3}") == .leave)
    }

    @Test func oneThingAtATime() {
        var board = board()
        _ = board.press("e")
        _ = board.press("y")
        #expect(board.press("n") == .stay)
        #expect(board.question == nil)
        #expect(board.message.hasPrefix("Wait"))
        board.finish(.failed("It is blocked."))
        #expect(board.message == "It is blocked.")
        #expect(board.isAlarm)
        _ = board.press("n")
        #expect(board.question != nil)
    }

    @Test func anUnsureClockIsAskedFor() {
        var board = board(visit: nil)
        _ = board.press("n")
        _ = board.press("y")
        board.finish(.clockUnsure(.init(now: "2026-01-31T09:41:00+07:00", message: "M.", remedy: "R.")))
        #expect(board.question?.text.contains("09:41") == true)
        #expect(board.press("y") == .perform(Board.Request(action: .next, seen: nil, clockIsRight: true)))
    }

    @Test func aLostStationTakesNoKeysAndComesBack() {
        var board = board()
        _ = board.press("e")
        board.lose("It does not answer.")
        #expect(board.question == nil, "a yes must not reach another visit")
        #expect(board.press("n") == .stay)
        #expect(board.question == nil)
        #expect(board.press("q") == .leave)
        board.take(Board.Picture(status: Fixture.status(), entries: []))
        #expect(board.message == words.stationIsBack)
        #expect(!board.isAlarm)
    }

    @Test func timeGoesOnOnlyWhileTheClockRuns() {
        var running = board()
        running.age = 5
        #expect(running.agedStatus?.visit?.remainingSeconds == 540)
        running.age = 10_000
        #expect(running.agedStatus?.visit?.remainingSeconds == 0)
        var visit = Fixture.visit
        visit.clock = .held
        var held = board(visit: visit)
        held.age = 5
        #expect(held.agedStatus?.visit?.remainingSeconds == 545)
    }

    @Test func thoseWhoWaitStandInTheOrderOfTheirTurns() {
        var board = board()
        let entries = [
            Fixture.entry(1, .served), Fixture.entry(3, position: 2), Fixture.entry(4, .called, position: 1),
        ]
        board.take(Board.Picture(status: Fixture.status(), entries: entries))
        #expect(board.waiting.map(\.ticket) == ["4", "3"])
    }
}
