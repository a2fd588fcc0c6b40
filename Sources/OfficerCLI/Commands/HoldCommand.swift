import ArgumentParser
import StationAPI

struct HoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Stop the clock of the visit while the network is gone (tahan waktu)."
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run { station, words in
            let seen = try await station.status().visit?.id
            guard let reply = try await station.call(API.Hold.self, .init(visit: seen)) else { return }
            printLine(words.held(reply.visit))
        }
    }
}
