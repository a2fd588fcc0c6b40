import ArgumentParser
import StationAPI

struct RosterAbsentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "absent",
        abstract: "Say that an inmate who was called did not come (tidak hadir)."
    )

    @Argument(help: "The ticket.")
    var ticket: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run { station, words in
            guard let reply = try await station.call(API.MarkAbsent.self, .init(ticket: ticket)) else { return }
            printLine(words.absent(reply.entry))
        }
    }
}
