import Glibc

/// Lines at the bottom of the terminal that are drawn again in their place.
///
/// It hides nothing and changes no mode, so that there is nothing to restore however vcctl ends.
struct LiveBlock {
    private var drawn: [Int] = []

    /// Draws the lines over those of before.
    ///
    /// - Parameter more: says how many there was no room for.
    mutating func draw(_ lines: [String], on size: Terminal.Size, more: (Int) -> String) {
        write(Self.fitting(lines, size, more: more), on: size)
    }

    /// How many lines a block can have: the cursor stands in one of its own.
    static func rows(on size: Terminal.Size) -> Int { max(1, size.rows - 1) }

    /// As many lines as the screen has room for. The last one says what they come to, and stays.
    static func fitting(_ lines: [String], _ size: Terminal.Size, more: (Int) -> String) -> [String] {
        let room = rows(on: size)
        guard lines.count > room else { return lines }
        let kept = lines.prefix(max(0, room - 2))
        return kept + [more(lines.count - kept.count - 1)] + lines.suffix(1)
    }

    /// Puts lines in the place of those of before, and leaves them there.
    mutating func end(with lines: [String], on size: Terminal.Size) {
        write(lines, on: size)
        drawn = []
    }

    private mutating func write(_ lines: [String], on size: Terminal.Size) {
        Output.write(Self.text(lines, over: drawn, columns: size.columns))
        drawn = lines.map(\.count)
    }

    /// What draws the lines over lines of the given widths, which a screen that became narrower has broken.
    static func text(_ lines: [String], over drawn: [Int], columns: Int) -> String {
        let rows = drawn.reduce(0) { $0 + max(1, ($1 + columns - 1) / max(1, columns)) }
        let start = rows > 0 ? "\r\u{1b}[\(rows)A" : "\r"
        return start + lines.map { ScreenText.safe($0) + "\u{1b}[K\n" }.joined() + "\u{1b}[J"
    }
}
