import ArgumentParser

struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Keep a copy of the station's record (catatan stasiun); for the administrator.",
        subcommands: [LedgerBackupCommand.self]
    )
}

struct LedgerBackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a whole copy of the record to a new file, also while vcd runs (cadangan)."
    )

    @Argument(help: "The file to make; one that is there already is left as it is.", completion: .file())
    var file: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let words = common.words
        if let host = common.host { throw await host.run(words: words) }
        do throws(LedgerBackup.Failure) {
            let bytes = try await LedgerBackup(ledger: common.ledger, file: file).make()
            printLine(common.json ? "{\"bytes\":\(bytes)}" : words.ledgerCopied(to: file, bytes: bytes))
        } catch {
            let failure = Failure(error, words: words)
            if common.json { printLine(failure.json) } else { Terminal.complain(failure.text) }
            throw failure.exitCode
        }
    }
}
