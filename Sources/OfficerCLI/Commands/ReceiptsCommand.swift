import ArgumentParser
import Glibc
import StationAPI

struct ReceiptsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipts",
        abstract: "List the receipts of wipes, newest first; verify or print them (bukti pembersihan)."
    )

    @OptionGroup var common: CommonOptions

    @Option(help: ArgumentHelp("How many at the most, 1 to 1000; 20 without --date.", valueName: "number"))
    var limit: Int?

    @Option(help: ArgumentHelp("Only those of one day: YYYY-MM-DD, or today.", valueName: "day"))
    var date: String?

    @Flag(help: "Verify that no receipt was changed and none is missing; exits with 74 when one is.")
    var verify = false

    @Option(
        help: ArgumentHelp(
            "A digest from the journal or a printed page; verifying shows then also whether newer receipts were cut off.",
            valueName: "digest"
        )
    )
    var head: String?

    @Option(
        help: ArgumentHelp(
            "Write the day's page for the inspector's file, as HTML to print; '-' is the standard output.",
            valueName: "file"
        ),
        completion: .file()
    )
    var page: String?

    func validate() throws {
        if let limit, !(1...1_000).contains(limit) {
            throw ValidationError("--limit \(limit) is not allowed; allowed are whole numbers from 1 to 1000.")
        }
        if head != nil, !verify, page == nil { throw ValidationError("--head is for --verify or --page.") }
        guard let page else { return }
        if common.json { throw ValidationError("--page and --json exclude each other.") }
        if limit != nil { throw ValidationError("--page shows the whole day and takes no --limit.") }
        if common.host != nil, page != PageFile.standardOutput {
            throw ValidationError("With --host the page comes here only by '--page - > FILE'.")
        }
    }

    func run() async throws {
        try await common.run { station, words in
            if page != nil || date == "today" { try await station.adoptZone() }
            if let page {
                try await print(to: PageFile(path: page), station, words)
                return
            }
            if !verify || date != nil || limit != nil { try await list(station, words) }
            if verify { try await prove(station, words) }
        }
    }

    private var day: String? { date == "today" ? LocalTime().date : date }

    /// What was typed, without the blanks that a digest is printed with.
    private var typedHead: String? { head.map { $0.filter { !$0.isWhitespace } } }

    private func list(_ station: Station, _ words: Words) async throws {
        guard let reply = try await station.call(API.GetReceipts.self, .init(limit: limit, date: day)) else { return }
        if reply.receipts.isEmpty, reply.unreadable.isEmpty { printLine(words.noReceipts) }
        for receipt in reply.receipts { printLine(words.receipt(receipt)) }
        for receipt in reply.unreadable { printLine(words.unreadable(receipt)) }
        if let traces = words.remoteTraces(of: reply.receipts) { printLine(traces) }
    }

    private func prove(_ station: Station, _ words: Words) async throws {
        let verdict = try await station.callAndRead(API.VerifyReceipts.self, .init(head: typedHead)).verdict
        if !station.isJSON { printLine(words.verdict(verdict)) }
        if !verdict.holds { throw ExitCode(EX_IOERR) }
    }

    private func print(to file: PageFile, _ station: Station, _ words: Words) async throws {
        let date = day ?? LocalTime().date
        guard let receipts = try await station.call(API.GetReceipts.self, .init(date: date)) else { return }
        let verdict = try await station.callAndRead(API.VerifyReceipts.self, .init(head: typedHead)).verdict
        let page = ReceiptsPage(
            date: date,
            pc: ThisPC.name,
            made: LocalTime().dateAndTime,
            day: receipts,
            verdict: verdict,
            words: words
        )
        try file.write(page.html())
        if verdict.holds { return }
        Terminal.complain(words.verdict(verdict))
        throw ExitCode(EX_IOERR)
    }
}
