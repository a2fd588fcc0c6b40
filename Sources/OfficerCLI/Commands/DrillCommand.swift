import ArgumentParser
import Glibc
import StationAPI

struct DrillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Prove the wipe: a decoy plants tokens, is wiped, and everything is searched (uji pembersihan)."
    )

    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp("Search a raw disk as well, byte by byte; one of [drill] raw.", valueName: "device"),
        completion: .file()
    )
    var raw: String?

    func run() async throws {
        try await common.run { station, words in
            var terminal = Terminal()
            defer { terminal.clear() }
            let reply = try await station.callMore(API.Drill.self, .init(raw: raw)) { reply in
                if let progress = reply.progress { terminal.show(words.state(progress.state)) }
            }
            terminal.clear()
            guard let reply else { return }
            for line in words.drill(reply) { printLine(line) }
            if reply.clean != true { throw ExitCode(EX_IOERR) }
        }
    }
}
