import ArgumentParser
import StationAPI

struct UnlockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock",
        abstract: "Open a station that is locked after a panic; for supervisors (buka kunci)."
    )

    @Option(help: ArgumentHelp("Why; it is recorded. \(InputLine.hint).", valueName: "text"))
    var reason: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run {
            try InputLine.read(reason, .reason, $0) as String
        } then: { station, words, reason in
            var terminal = Terminal()
            defer { terminal.clear() }
            let reply = try await station.callMore(API.Unlock.self, .init(reason: reason)) { reply in
                if let progress = reply.progress { terminal.show(words.state(progress.state)) }
            }
            terminal.clear()
            guard let status = reply?.status else { return }
            printLine(words.unlocked)
            for line in words.statusLines(status) { printLine(line) }
        }
    }
}
