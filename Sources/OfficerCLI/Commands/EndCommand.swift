import ArgumentParser
import StationAPI

struct EndCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end",
        abstract: "End the running visit and wipe; the station stays ready (akhiri kunjungan)."
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run { try await WipeRun(station: $0, words: $1).run(API.End.self) { .init(visit: $0) } }
    }
}
