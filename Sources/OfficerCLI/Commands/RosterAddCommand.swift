import ArgumentParser
import StationAPI

struct RosterAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Register an inmate for today, at the end of those who wait (daftarkan)."
    )

    @Argument(help: "The register number; \(InputLine.hint).")
    var number: String

    @Option(help: ArgumentHelp("One of the schedule's, as 'vcctl schedule' names it.", valueName: "category"))
    var category: String

    @Option(name: .customLong("class"), help: "Who the inmate speaks with; it decides how long.")
    var visitClass: API.VisitClass?

    @Option(help: ArgumentHelp("Anything the officer should know. \(InputLine.hint).", valueName: "text"))
    var note: String?

    @Option(
        help: ArgumentHelp("A supervisor's reason to do it against the rules. \(InputLine.hint).", valueName: "text")
    )
    var override: String?

    @OptionGroup var common: CommonOptions

    func validate() throws { try InputLine.requireOne(of: number, note, self.override) }

    func run() async throws {
        try await common.run { words in
            API.AddEntry.Parameters(
                number: try InputLine.read(number, .number, words),
                category: category,
                class: visitClass,
                note: try InputLine.read(note, .note, words),
                override: try InputLine.read(self.override, .override, words)
            )
        } then: { station, words, parameters in
            guard let reply = try await station.call(API.AddEntry.self, parameters) else { return }
            printLine(words.registered(reply.entry))
        }
    }
}

extension API.VisitClass: ExpressibleByArgument {
    /// As vcctl itself prints it, too, in either language.
    public init?(argument: String) {
        let typed = argument.lowercased()
        let named = Self.allCases.first { value in
            Words.Language.allCases.contains { Words(language: $0).visitClass(value) == typed }
                || value.rawValue == typed
        }
        guard let named else { return nil }
        self = named
    }
}
