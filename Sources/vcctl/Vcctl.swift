import ArgumentParser

/// The officer's command.
@main
struct Vcctl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vcctl",
        abstract: "Runs the visits on the video-call PC.",
        version: "0.1.0",
        subcommands: [
            StatusCommand.self, NextCommand.self, EndCommand.self, WipeCommand.self, ExtendCommand.self,
            CheckCommand.self, DrillCommand.self, ShutdownCommand.self, EventsCommand.self, ReceiptsCommand.self,
            TemplateCommand.self,
        ],
        defaultSubcommand: StatusCommand.self
    )

    static func main() async {
        await main(CommonOptions.behindTheVerb(Array(CommandLine.arguments.dropFirst())))
    }
}
