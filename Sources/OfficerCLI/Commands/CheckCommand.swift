import ArgumentParser
import StationAPI

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the parts that a visit needs (periksa peralatan).",
        discussion: """
            Without a NAME every part is looked at but 'start', which tries the call program and is made only when it is \
            named. The exit status is 74 while a required part fails.
            """
    )

    @Argument(
        help: ArgumentHelp("The parts: \(Part.list).", valueName: "name"),
        completion: .list(Part.allCases.map(\.rawValue))
    )
    var names: [String] = []

    @Flag(help: "Play a test tone as well.")
    var sound = false

    @Flag(help: "Stay, and look again every \(CheckWatch.pauseSeconds) seconds.")
    var watch = false

    @Option(
        help: ArgumentHelp(
            "Accept for today that a required part fails, as a supervisor. \(InputLine.hint).",
            valueName: "reason"
        )
    )
    var accept: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard accept != nil else { return }
        guard names.count == 1 else {
            throw ValidationError("--accept takes one NAME, that of the part: vcctl check NAME --accept REASON.")
        }
        if watch || sound { throw ValidationError("--accept looks at nothing: it excludes --watch and --sound.") }
    }

    func run() async throws {
        try await common.run {
            try InputLine.read(self.accept, .reason, $0)
        } then: { station, words, reason in
            if let reason, let name = names.first { return try await accept(name, reason, station, words) }
            let parameters = API.Check.Parameters(
                names: names.isEmpty ? nil : names,
                sound: sound ? true : nil
            )
            let run = CheckRun(station: station, words: words, parameters: parameters)
            if watch {
                Output.endWithReader()
                try await CheckWatch(words: words).watch(run)
            }
            let code = try await run.once().exitCode
            if !code.isSuccess { throw code }
        }
    }

    private func accept(_ name: String, _ reason: String, _ station: Station, _ words: Words) async throws {
        guard let reply = try await station.call(API.AcceptCheck.self, .init(name: name, reason: reason)) else {
            return
        }
        printLine(words.checkAccepted(name))
        printLine(words.status(reply.status))
    }
}
