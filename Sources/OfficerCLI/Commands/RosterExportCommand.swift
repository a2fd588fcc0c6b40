import ArgumentParser
import StationAPI

struct RosterExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print the roster as CSV, as import takes it (ekspor)."
    )

    @Option(help: ArgumentHelp("The day: YYYY-MM-DD, or today.", valueName: "day"))
    var date: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run { station, _ in
            let parameters = API.ListEntries.Parameters(date: date == "today" ? nil : date)
            guard let reply = try await station.call(API.ListEntries.self, parameters) else { return }
            Output.write(RosterCSV.text(of: reply.entries))
        }
    }
}
