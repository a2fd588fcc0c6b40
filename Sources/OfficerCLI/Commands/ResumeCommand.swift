import ArgumentParser
import StationAPI

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Let the clock of the visit go on (lanjutkan waktu)."
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run { station, words in
            let seen = try await station.status().visit?.id
            guard let reply = try await station.call(API.Resume.self, .init(visit: seen)) else { return }
            printLine(words.running(reply.visit))
        }
    }
}
