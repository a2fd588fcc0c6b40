import ArgumentParser
import StationAPI

struct NextCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next",
        abstract: "End the running visit, wipe, and start the next one (kunjungan berikutnya)."
    )

    /// A visit this young was hardly meant to be ended.
    private static let youngSeconds = 30

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run { station, words in
            let seen = try await station.status().visit
            if !common.json, Terminal.canAsk, let seen, seen.elapsedSeconds < Self.youngSeconds,
                !Terminal.ask(words.askToCut(seen), yes: Words.yes)
            {
                printLine(words.leftAlone)
                return
            }
            var terminal = Terminal()
            defer { terminal.clear() }
            let reply = try await station.callMore(API.Next.self, .init(visit: seen?.id)) { reply in
                if let progress = reply.progress { terminal.show(words.state(progress.state)) }
            }
            terminal.clear()
            for line in words.told(of: reply?.receipt) { printLine(line) }
            if let visit = reply?.visit { printLine(words.started(visit)) }
        }
    }
}
