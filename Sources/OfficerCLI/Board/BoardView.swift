import StationAPI

/// A line of the board as it stands on the screen.
struct BoardLine: Hashable {
    enum Style { case plain, title, strong, alarm, soft, bar }

    var text: String
    var style = Style.plain
}

/// The board as lines: as many as the screen has, none wider than it.
struct BoardView {
    let columns: Int
    let rows: Int

    /// Blanks at the left of what stands below the title.
    private static let margin = 1
    private static let mostMessageLines = 3

    func lines(of board: Board) -> [BoardLine] {
        let foot = self.foot(board)
        var body = head(board) + people(board, room: max(0, rows - head(board).count - foot.count))
        body = Array(body.prefix(max(0, rows - foot.count)))
        body += Array(repeating: BoardLine(text: ""), count: max(0, rows - foot.count - body.count))
        return (body + foot).suffix(rows).map { BoardLine(text: cut($0.text), style: $0.style) }
    }

    private func head(_ board: Board) -> [BoardLine] {
        let title = " " + board.words.boardTitle
        let gap = max(1, columns - title.count - board.now.count - 1)
        var lines = [BoardLine(text: title + String(repeating: " ", count: gap) + board.now + " ", style: .title)]
        lines.append(BoardLine(text: ""))
        guard let status = board.agedStatus else {
            return lines + (board.isLost ? [] : wrapped(board.words.joining, .plain))
        }
        let texts = board.words.statusLines(status)
        let isBad = status.state == .blocked || status.state == .locked
        lines += wrapped(texts[0], isBad ? .alarm : .strong)
        if let visit = status.visit { lines.append(bar(visit)) }
        lines += texts.dropFirst().flatMap { wrapped($0, .plain) }
        return lines + [BoardLine(text: "")]
    }

    /// The time that is left, as much of the visit's whole time as it is.
    private func bar(_ visit: API.Visit) -> BoardLine {
        let width = max(1, columns - 2 * Self.margin - 2)
        let whole = max(1, visit.elapsedSeconds + visit.remainingSeconds)
        let full = min(width, (width * visit.remainingSeconds + whole - 1) / whole)
        let text = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
        return BoardLine(text: indented("[\(text)]"), style: .bar)
    }

    private func people(_ board: Board, room: Int) -> [BoardLine] {
        guard !board.waiting.isEmpty, room > 1 else { return [] }
        let head = BoardLine(text: indented(board.words.whoWaits(board.waiting.count)), style: .strong)
        let fits = board.waiting.count <= room - 1 ? board.waiting.count : max(0, room - 2)
        let rest = board.waiting.count - fits
        let table = Table(board.waiting.prefix(fits).map(board.words.boardRow)).lines
        let more = rest > 0 ? [BoardLine(text: indented("  " + board.words.more(rest)), style: .soft)] : []
        return [head] + table.map { BoardLine(text: indented("  " + $0)) } + more
    }

    private func foot(_ board: Board) -> [BoardLine] {
        let receipt =
            board.receipt.map { [BoardLine(text: indented(board.words.boardReceipt($0)), style: .soft)] } ?? []
        let event = board.event.map { [BoardLine(text: indented(board.words.event($0)), style: .soft)] } ?? []
        var message = wrapped(board.message, board.isAlarm ? .alarm : .strong)
        if message.count > Self.mostMessageLines {
            message = Array(message.prefix(Self.mostMessageLines))
            message[Self.mostMessageLines - 1].text += " …"
        }
        let bottom =
            board.question.map { wrapped($0.text, .title) } ?? [BoardLine(text: indented(board.words.boardKeys))]
        return [BoardLine(text: "")] + event + receipt + message + bottom
    }

    private func indented(_ text: String) -> String { String(repeating: " ", count: Self.margin) + text }

    /// A text in lines that fit, broken between words.
    private func wrapped(_ text: String, _ style: BoardLine.Style) -> [BoardLine] {
        ScreenText.wrapped(text, to: max(1, columns - 2 * Self.margin)).map {
            BoardLine(text: indented($0), style: style)
        }
    }

    private func cut(_ text: String) -> String { ScreenText.cut(text, to: columns) }
}
