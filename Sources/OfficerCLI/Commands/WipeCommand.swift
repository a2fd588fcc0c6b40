import ArgumentParser
import StationAPI

struct WipeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wipe",
        abstract: "Wipe and verify, also when no visit runs: the way out of 'blocked' (bersihkan)."
    )

    @OptionGroup var common: CommonOptions

    @Flag(help: "Say that what the call program left elsewhere, such as a linked device, is gone.")
    var confirmRemote = false

    func run() async throws {
        try await common.run {
            try await WipeRun(station: $0, words: $1).run(API.Wipe.self) { seen in
                .init(visit: seen, confirmRemote: confirmRemote ? true : nil)
            }
        }
    }
}
