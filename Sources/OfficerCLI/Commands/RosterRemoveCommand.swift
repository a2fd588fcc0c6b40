import ArgumentParser
import StationAPI

struct RosterRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take an inmate off the roster (hapus dari daftar)."
    )

    @Argument(help: "The ticket.")
    var ticket: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run { station, words in
            guard let reply = try await station.call(API.RemoveEntry.self, .init(ticket: ticket)) else { return }
            printLine(words.removed(reply.entry))
        }
    }
}
