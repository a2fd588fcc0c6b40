import ArgumentParser
import Glibc

/// What inmates see, in a window on an administrator's desktop.
struct PreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Show what inmates see, in a window on this desktop (pratinjau).",
        subcommands: [PreviewWaitingCommand.self, PreviewVisitCommand.self]
    )
}

/// What both previews share.
struct PreviewOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration file (default: /etc/vcd/vcd.toml).", valueName: "file"))
    var config: String?

    @Option(help: "Whatever the locale says, speak English or Indonesian (bahasa).")
    var lang: Words.Language?

    var words: Words { lang.map(Words.init) ?? Words.preferred }

    /// Runs a preview in a folder of its own; what goes wrong is said and becomes the exit code.
    func run(_ body: (PreviewFolder, Words) async throws -> Void) async throws {
        do {
            try PreviewPrograms.checkDesktop()
            let folder = try PreviewFolder()
            defer { folder.remove() }
            // What a browser that is told to end leaves behind goes with the folder.
            setenv("TMPDIR", folder.path, 1)
            try await body(folder, words)
        } catch let error as PreviewError {
            Terminal.complain(words.noPreview(error))
            throw error.exitCode
        }
    }
}
