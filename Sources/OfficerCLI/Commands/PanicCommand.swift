import ArgumentParser
import StationAPI

struct PanicCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "panic",
        abstract: "At once: kill the call, wipe, and lock the station; nothing is asked (darurat)."
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run(isUrgent: true) { station, words in
            var terminal = Terminal()
            defer { terminal.clear() }
            let reply = try await station.callMore(API.Panic.self, .init()) { reply in
                if let progress = reply.progress { terminal.show(words.state(progress.state)) }
            }
            terminal.clear()
            guard let reply else { return }
            for line in words.told(of: reply.receipt) { printLine(line) }
            printLine(words.lockedNow)
        }
    }
}
