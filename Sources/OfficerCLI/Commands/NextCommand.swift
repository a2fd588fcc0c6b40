import ArgumentParser
import StationAPI
import Varlink

struct NextCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next",
        abstract: "End the running visit, wipe, and start the next one (kunjungan berikutnya)."
    )

    /// A visit this young was hardly meant to be ended.
    private static let youngSeconds = 30

    @Option(help: ArgumentHelp("Whose turn it is; otherwise the first who waits.", valueName: "ticket"))
    var ticket: String?

    @Option(
        help: ArgumentHelp(
            "A supervisor's reason to start outside the schedule or without the roster. \(InputLine.hint).",
            valueName: "text"
        )
    )
    var override: String?

    @Option(
        help: ArgumentHelp(
            "Where this visit calls; say '-', which reads the address from the standard input, so that nobody else sees it.",
            valueName: "address"
        )
    )
    var join: String?

    @Flag(help: "Say that the PC's clock is right, although it is not synchronised.")
    var clockIsRight = false

    @OptionGroup var common: CommonOptions

    func validate() throws { try InputLine.requireOne(of: join, self.override) }

    func run() async throws {
        try await common.run { words in
            API.Next.Parameters(
                ticket: ticket,
                override: try InputLine.read(self.override, .override, words),
                clockIsRight: clockIsRight ? true : nil,
                join: try InputLine.read(join, .join, words)
            )
        } then: { station, words, asked in
            var parameters = asked
            let seen = try await station.status().visit
            if !common.json, Terminal.canAsk, let seen, seen.elapsedSeconds < Self.youngSeconds,
                !Terminal.ask(words.askToCut(seen), yes: Words.yes)
            {
                return printLine(words.leftAlone)
            }
            parameters.visit = seen?.id
            do {
                try await start(parameters, station, words)
            } catch let error as VarlinkError {
                guard !common.json, Terminal.canAsk, let unsure = error.parameters(as: API.ClockUnsure.self) else {
                    throw error
                }
                guard Terminal.ask(words.askForClock(unsure), yes: Words.yes) else {
                    printLine(words.clockIsWrong)
                    return printLine(words.leftAlone)
                }
                parameters.clockIsRight = true
                try await start(parameters, station, words)
            }
        }
    }

    private func start(_ parameters: API.Next.Parameters, _ station: Station, _ words: Words) async throws {
        var terminal = Terminal()
        defer { terminal.clear() }
        let reply = try await station.callMore(API.Next.self, parameters) { reply in
            if let progress = reply.progress { terminal.show(words.state(progress.state)) }
        }
        terminal.clear()
        for line in words.told(of: reply?.receipt) { printLine(line) }
        guard let visit = reply?.visit else { return }
        printLine(words.started(visit))
        if let hint = words.nextStep(of: visit) { printLine(hint) }
    }
}
