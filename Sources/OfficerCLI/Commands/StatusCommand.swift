import ArgumentParser
import StationAPI

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say how the station is (keadaan stasiun)."
    )

    @OptionGroup var common: CommonOptions

    @Flag(help: "Stay, and show every change and the time that is left.")
    var watch = false

    func run() async throws {
        try await common.run { station, words in
            guard watch else {
                if let reply = try await station.call(API.GetStatus.self, .init()) {
                    for line in words.statusLines(reply.status) { printLine(line) }
                }
                return
            }
            Output.endWithReader()
            try await StatusWatch(words: words).run(station)
        }
    }
}
