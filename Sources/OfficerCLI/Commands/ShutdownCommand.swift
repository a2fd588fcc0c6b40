import ArgumentParser
import StationAPI

struct ShutdownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shutdown",
        abstract: "End and wipe a running visit, then switch the PC off (matikan)."
    )

    @OptionGroup var common: CommonOptions

    @Flag(help: "Cancel a shutdown that is under way.")
    var cancel = false

    func run() async throws {
        try await common.run { station, words in
            if cancel {
                if let reply = try await station.call(API.CancelShutdown.self, .init()) {
                    printLine(words.shutdownCancelled + " " + words.status(reply.status))
                }
                return
            }
            var terminal = Terminal()
            defer { terminal.clear() }
            let reply = try await station.callMore(API.Shutdown.self, .init()) { reply in
                if let progress = reply.progress { terminal.show(words.state(progress.state)) }
            }
            terminal.clear()
            guard let reply else { return }
            for line in words.closingDown(reply) { printLine(line) }
        }
    }
}
