import ArgumentParser
import StationAPI

struct ReceiptsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipts",
        abstract: "List the receipts of the last wipes, newest first (bukti pembersihan)."
    )

    @OptionGroup var common: CommonOptions

    @Option(help: ArgumentHelp("How many at the most, 1 to 1000.", valueName: "number"))
    var limit = 20

    func validate() throws {
        guard (1...1_000).contains(limit) else {
            throw ValidationError("--limit \(limit) is not allowed; allowed are whole numbers from 1 to 1000.")
        }
    }

    func run() async throws {
        try await common.run { station, words in
            guard let reply = try await station.call(API.GetReceipts.self, .init(limit: limit)) else { return }
            if reply.receipts.isEmpty { printLine(words.noReceipts) }
            for receipt in reply.receipts { printLine(words.receipt(receipt)) }
        }
    }
}
