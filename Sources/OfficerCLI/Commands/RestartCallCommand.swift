import ArgumentParser
import StationAPI

struct RestartCallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart-call",
        abstract: "Begin the call program anew within the visit; the clock goes on (ulangi panggilan)."
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run { station, words in
            let seen = try await station.status().visit?.id
            guard let reply = try await station.call(API.RestartCall.self, .init(visit: seen)) else { return }
            printLine(words.callRestarted(reply.visit))
        }
    }
}
