import ArgumentParser
import StationAPI

struct RosterMoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Move an inmate to another place among those who wait (ubah urutan)."
    )

    @Argument(help: "The ticket.")
    var ticket: String

    @Argument(help: "The place among those who wait, from 1.")
    var position: Int

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run { station, words in
            let parameters = API.MoveEntry.Parameters(ticket: ticket, position: position)
            guard let reply = try await station.call(API.MoveEntry.self, parameters) else { return }
            printLine(words.moved(reply.entry))
        }
    }
}
