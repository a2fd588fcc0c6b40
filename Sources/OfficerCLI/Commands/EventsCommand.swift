import ArgumentParser
import StationAPI

struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Show what happens, as it happens (kejadian)."
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        Output.endWithReader()
        try await common.run { station, words in
            _ = try await station.callMore(API.Monitor.self, .init()) { reply in
                if let status = reply.status { printLine(words.status(status)) }
                if let event = reply.event { printLine(words.event(event)) }
            }
        }
    }
}
