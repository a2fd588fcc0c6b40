import ArgumentParser
import StationAPI

struct ExtendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extend",
        abstract: "Give the running visit more time (perpanjang)."
    )

    @Argument(help: "How much: a number with a unit, such as 90s or 2m.")
    var duration: WholeSeconds

    @Option(help: ArgumentHelp("Why; it goes into the report. \(InputLine.hint).", valueName: "text"))
    var reason: String?

    @Option(
        help: ArgumentHelp(
            "A supervisor's reason to go past the end of the session. \(InputLine.hint).",
            valueName: "text"
        )
    )
    var override: String?

    @OptionGroup var common: CommonOptions

    func validate() throws { try InputLine.requireOne(of: reason, self.override) }

    func run() async throws {
        try await common.run { words in
            API.Extend.Parameters(
                seconds: duration.seconds,
                reason: try InputLine.read(reason, .reason, words),
                override: try InputLine.read(self.override, .override, words)
            )
        } then: { station, words, parameters in
            var parameters = parameters
            parameters.visit = try await station.status().visit?.id
            guard let reply = try await station.call(API.Extend.self, parameters) else { return }
            printLine(words.extended(reply.visit))
        }
    }
}
