import ArgumentParser
import StationAPI

struct RosterListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the registered inmates in the order of their turns (daftar)."
    )

    @Option(help: ArgumentHelp("The day: YYYY-MM-DD, or today.", valueName: "day"))
    var date: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run { station, words in
            let parameters = API.ListEntries.Parameters(date: date == "today" ? nil : date)
            guard let reply = try await station.call(API.ListEntries.self, parameters) else { return }
            for line in words.roster(reply.entries) { printLine(line) }
        }
    }
}
