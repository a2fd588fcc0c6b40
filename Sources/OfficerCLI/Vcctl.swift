import ArgumentParser
import Glibc
import UnitMessages

/// The officer's command.
public struct Vcctl: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "vcctl",
        abstract: "Runs the visits on the video-call PC.",
        version: Version.current,
        subcommands: [
            StatusCommand.self, NextCommand.self, EndCommand.self, WipeCommand.self, ExtendCommand.self,
            ConnectedCommand.self, HoldCommand.self, ResumeCommand.self, RestartCallCommand.self, CallCommand.self,
            SlotCommand.self,
            PanicCommand.self, UnlockCommand.self, ScheduleCommand.self, RosterCommand.self, ReportCommand.self,
            CheckCommand.self, DrillCommand.self, ShutdownCommand.self, EventsCommand.self, ReceiptsCommand.self,
            LedgerCommand.self, TemplateCommand.self, PreviewCommand.self, BoardCommand.self,
        ],
        defaultSubcommand: StatusCommand.self
    )

    public init() {}

    /// Parses the command line, runs, and leaves with its exit code.
    public static func execute() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            let order = CommandLineOrder(arguments)
            let isBoard = order.isBare && BoardCommand.canShow
            var command = try parseAsRoot((isBoard ? ["board"] : []) + order.sorted)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            if let line = Words.asked(for: arguments).notUnderstood, exitCode(for: error) == .validationFailure {
                Terminal.complain(line)
            }
            exit(withError: error)
        }
    }
}
