import ArgumentParser
import StationAPI

struct WipeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wipe",
        abstract: "Wipe and verify, also when no visit runs: the way out of 'blocked' (bersihkan)."
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run { try await WipeRun(station: $0, words: $1).run(API.Wipe.self) }
    }
}
