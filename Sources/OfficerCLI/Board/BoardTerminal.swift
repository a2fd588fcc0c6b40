import Dispatch
import Glibc

/// The terminal while the board is on it: keys one by one, a screen of its own, and everything as it was afterwards.
final class BoardTerminal {
    enum Input: Sendable {
        case keys(String)
        case resized
        /// A signal, or nil where the terminal is gone.
        case ended(Int32?)
    }

    private var before = termios()
    private var sources: [any DispatchSourceProtocol] = []
    private var isRestored = false
    private var shown: [BoardLine] = []

    private static let endings = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    /// - Parameter onInput: called on another thread.
    init(onInput: @escaping @Sendable (Input) -> Void) {
        tcgetattr(STDIN_FILENO, &before)
        let queue = DispatchQueue(label: "board")
        for number in Self.endings { sources.append(Self.watch(number, queue) { onInput(.ended(number)) }) }
        sources.append(Self.watch(SIGWINCH, queue) { onInput(.resized) })
        let keys = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: queue)
        keys.setEventHandler {
            guard let text = Self.readKeys() else {
                keys.cancel()
                return onInput(.ended(nil))
            }
            onInput(.keys(text))
        }
        keys.resume()
        sources.append(keys)
        var raw = before
        cfmakeraw(&raw)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw)
        // Another screen, and no cursor on it.
        write("\u{1b}[?1049h\u{1b}[?25l\u{1b}[2J")
    }

    deinit { restore() }

    /// Gives the terminal back as it was.
    func restore() {
        guard !isRestored else { return }
        isRestored = true
        for source in sources { source.cancel() }
        write("\u{1b}[0m\u{1b}[?25h\u{1b}[?1049l")
        tcsetattr(STDIN_FILENO, TCSADRAIN, &before)
        for number in Self.endings { signal(number, SIG_DFL) }
    }

    var view: BoardView {
        let size = Terminal.size
        return BoardView(columns: size.columns, rows: size.rows)
    }

    /// Draws the lines that are not there already.
    func show(_ lines: [BoardLine]) {
        var text = ""
        if lines.count != shown.count { text += "\u{1b}[2J" }
        for (row, line) in lines.enumerated() where lines.count != shown.count || shown[row] != line {
            text +=
                "\u{1b}[\(row + 1);1H\u{1b}[0m\(Self.attributes(line.style, isColoured: Terminal.isColoured))\(line.text)\u{1b}[0m\u{1b}[K"
        }
        shown = lines
        if !text.isEmpty { write(text) }
    }

    /// Forgets what is on the screen, which another size has shuffled.
    func forget() { shown = [] }

    /// - Parameter isColoured: without colours an alarm is bold and stands out reversed.
    static func attributes(_ style: BoardLine.Style, isColoured: Bool) -> String {
        switch style {
        case .plain: ""
        case .title: "\u{1b}[7m"
        case .strong: "\u{1b}[1m"
        case .alarm: isColoured ? "\u{1b}[1;31m" : "\u{1b}[1;7m"
        case .soft: "\u{1b}[2m"
        case .bar: isColoured ? "\u{1b}[34m" : ""
        }
    }

    private static func watch(
        _ number: Int32,
        _ queue: DispatchQueue,
        _ body: @escaping @Sendable () -> Void
    ) -> any DispatchSourceProtocol {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler(handler: body)
        source.resume()
        return source
    }

    /// - Returns: nil at the end of the input. What begins with an escape is a key with a name, and none of ours.
    private static func readKeys() -> String? {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR || errno == EAGAIN { return "" }
        guard count > 0 else { return nil }
        return buffer[0] == 0x1B ? "" : String(decoding: buffer.prefix(count), as: UTF8.self)
    }

    private func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // The terminal is gone; that comes as a signal or as the end of the keys.
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
