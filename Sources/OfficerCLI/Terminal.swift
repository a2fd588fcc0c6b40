import FoundationEssentials
import Glibc
import Varlink

/// Prints a line at once, also into a pipe.
func printLine(_ text: String) { Output.write("\(Terminal.isShown ? ScreenText.safe(text) : text)\n") }

/// What is shown while the officer waits.
struct Terminal {
    private let isTerminal = Terminal.takesEscapes
    private var isLineOpen = false

    /// Shows a step: over the one before on a terminal, as a line of its own elsewhere.
    mutating func show(_ text: String) {
        guard isTerminal else { return printLine(text) }
        Output.write("\r\u{1b}[K\(ScreenText.safe(text))")
        isLineOpen = true
    }

    /// Takes the last step away, so that the result stands alone.
    mutating func clear() {
        guard isLineOpen else { return }
        Output.write("\r\u{1b}[K")
        isLineOpen = false
    }

    struct Size: Hashable {
        var columns: Int
        var rows: Int
    }

    /// How much of a text the screen shows (TIOCGWINSZ(2const)).
    static var size: Size {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return Size(columns: 80, rows: 24)
        }
        return Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }

    /// Whether the output goes to a terminal.
    static var isShown: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether the output goes to a terminal on which lines can be drawn again: one that names itself, and not as `dumb`
    /// (term(7)).
    static var takesEscapes: Bool { isShown && takesEscapes(term: environment("TERM")) }

    static func takesEscapes(term: String?) -> Bool { term.map { !["", "dumb"].contains($0) } ?? false }

    /// Whether colours are wanted (no-color.org).
    static var isColoured: Bool { environment("NO_COLOR")?.isEmpty ?? true }

    private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// Whether somebody sits there who can be asked.
    static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// Says what is to be typed, beside the output that may go into a file.
    static func prompt(_ text: String) { writeError("\(text): ") }

    /// Asks, and takes only a clear yes for yes.
    static func ask(_ question: String, yes: Set<String>) -> Bool {
        Output.write("\(ScreenText.safe(question)) ")
        return readLine().map { yes.contains($0.lowercased()) } ?? false
    }

    static func complain(_ text: String) { writeError("\(text)\n") }

    private static func writeError(_ text: String) {
        let bytes = Array(ScreenText.safe(text).utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

extension JSONValue {
    /// The value on one line.
    var line: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}
