import Dispatch
import Glibc
import StationAPI
import Synchronization

/// One look after another, until a signal ends it. On a terminal the table stays in its place; elsewhere only what
/// changed is told.
final class CheckWatch: Sendable {
    static let pauseSeconds = 5

    private struct State {
        var block = LiveBlock()
        /// What the last look found; of the first one as much as has come.
        var sheet = CheckSheet()
    }

    private let words: Words
    private let state = Mutex(State())

    private static let endings = [SIGINT, SIGTERM]

    init(words: Words) { self.words = words }

    /// Does not return: a signal ends the process with the exit code of the last look. Where the first one had no end
    /// that is the signal's, unless something is known already that keeps visits from starting.
    func watch(_ run: CheckRun) async throws -> Never {
        let sources = Self.endings.map { onSignal($0) }
        defer { for source in sources { source.cancel() } }
        var before: CheckSheet?
        while true {
            let sheet = try await run.look { sheet, size in
                guard before == nil else { return }
                state.withLock { state in
                    state.sheet = sheet
                    state.block.draw(words.live(sheet, size), on: size, more: words.more)
                }
            }
            state.withLock { state in
                state.sheet = sheet
                if run.isLive {
                    let size = Terminal.size
                    let table = CheckTable(sheet: sheet, words: words, columns: size.columns)
                    state.block.draw(table.final(within: LiveBlock.rows(on: size)), on: size, more: words.more)
                } else if !run.station.isJSON {
                    for line in words.news(of: sheet, since: before) { printLine(line) }
                }
            }
            before = sheet
            try await Task.sleep(for: .seconds(Self.pauseSeconds))
        }
    }

    /// A look that was broken off proves nothing good.
    static func exitCode(of sheet: CheckSheet, endedBy signal: Int32) -> Int32 {
        sheet.isComplete || sheet.holding > 0 ? sheet.exitCode.rawValue : 128 + signal
    }

    private func onSignal(_ number: Int32) -> any DispatchSourceProtocol {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
            // The lock keeps a table from being left half drawn.
            self.state.withLock { state in
                if Terminal.takesEscapes { Output.write("\r\u{1b}[K") }
                exit(Self.exitCode(of: state.sheet, endedBy: number))
            }
        }
        source.resume()
        return source
    }
}

extension Words {
    /// All that a first look found, and then what is another verdict than before.
    fileprivate func news(of sheet: CheckSheet, since before: CheckSheet?) -> [String] {
        let table = CheckTable(sheet: sheet, words: self)
        guard let before else { return table.final }
        let changed = sheet.changes(since: before)
        return changed.isEmpty ? [] : [LocalTime().time] + changed.flatMap(table.lines) + [checkSummary(sheet)]
    }
}
