import ArgumentParser
import StationAPI

struct ScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "Show the schedule of a day, or of a week from it on (jadwal)."
    )

    @Option(help: ArgumentHelp("The day: YYYY-MM-DD, or today.", valueName: "day"))
    var date: String?

    @Flag(help: "The seven days from today on, or from --date.")
    var week = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run { station, words in
            let parameters = API.GetSchedule.Parameters(date: date == "today" ? nil : date, days: week ? 7 : nil)
            guard let reply = try await station.call(API.GetSchedule.self, parameters) else { return }
            for line in words.schedule(reply) { printLine(line) }
        }
    }
}
