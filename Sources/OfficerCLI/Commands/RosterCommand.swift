import ArgumentParser

struct RosterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roster",
        abstract: "Register the day's inmates, and see who waits (pendataan).",
        subcommands: [
            RosterListCommand.self, RosterAddCommand.self, RosterRemoveCommand.self, RosterMoveCommand.self,
            RosterAbsentCommand.self, RosterImportCommand.self, RosterExportCommand.self,
        ],
        defaultSubcommand: RosterListCommand.self
    )
}
