import ArgumentParser
import StationAPI

struct ConnectedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connected",
        abstract: "Say that the call is connected: the clock of the visit begins (tersambung)."
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run { station, words in
            let seen = try await station.status().visit?.id
            guard let reply = try await station.call(API.Connected.self, .init(visit: seen)) else { return }
            printLine(words.running(reply.visit))
        }
    }
}
