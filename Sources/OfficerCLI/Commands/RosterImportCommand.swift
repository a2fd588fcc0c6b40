import ArgumentParser
import Glibc
import StationAPI

struct RosterImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Register all inmates of a CSV file, or none where anything is wrong with it (impor)."
    )

    @Argument(
        help: ArgumentHelp(
            "The file; its first line names the columns: number and category, where wanted class and note. "
                + "'-' is the standard input.",
            valueName: "file"
        ),
        completion: .file()
    )
    var file: String

    @Flag(help: "Only look, and register nobody.")
    var dryRun = false

    @Option(
        help: ArgumentHelp("A supervisor's reason to do it against the rules. \(InputLine.hint).", valueName: "text")
    )
    var override: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        try InputLine.requireOne(of: file, self.override)
        if common.host != nil, file != InputLine.dash {
            throw ValidationError("With --host the file goes there only by 'roster import - < FILE'.")
        }
    }

    func run() async throws {
        try await common.run { words in
            API.Import.Parameters(
                text: try TextFile(path: file).read(),
                dryRun: dryRun ? true : nil,
                override: try InputLine.read(self.override, .override, words)
            )
        } then: { station, words, parameters in
            let reply = try await station.callAndRead(API.Import.self, parameters)
            if !common.json, !reply.doubts.isEmpty { Terminal.complain(words.doubted(reply.doubts)) }
            guard reply.problems.isEmpty else {
                if !common.json { Terminal.complain(words.notImported(reply.problems)) }
                throw ExitCode(EX_DATAERR)
            }
            if !common.json { printLine(words.imported(reply.added, isDryRun: dryRun)) }
        }
    }
}
