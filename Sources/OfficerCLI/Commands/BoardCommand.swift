import ArgumentParser

/// What `vcctl` is without a verb on a terminal.
struct BoardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "board",
        abstract: "Show the station live, with keys for the officer (papan).",
        shouldDisplay: false
    )

    /// Whether a screen is there that can be drawn on.
    static var canShow: Bool { Terminal.canAsk && Terminal.takesEscapes }

    @OptionGroup var common: CommonOptions

    func run() async throws {
        guard Self.canShow, !common.json, common.host == nil else {
            var status = StatusCommand()
            status.common = common
            return try await status.run()
        }
        let run = BoardRun(station: BoardStation(address: common.address, words: common.words))
        if let signal = await run.run() { throw ExitCode(128 + signal) }
    }
}
