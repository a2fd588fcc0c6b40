import ArgumentParser
import StationAPI

struct CallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Call an inmate to the room: the first who waits, or a ticket (pemanggilan)."
    )

    @Argument(help: "The ticket of who is called; otherwise the first who waits.")
    var ticket: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run { station, words in
            guard let reply = try await station.call(API.Call.self, .init(ticket: ticket)) else { return }
            printLine(words.called(reply.called))
        }
    }
}
