import ArgumentParser
import StationAPI

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Report what was done on a day, or from one day to another (laporan)."
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, csv, json, html
    }

    @Option(help: ArgumentHelp("The day: YYYY-MM-DD, or today.", valueName: "day"))
    var date: String?

    @Option(help: ArgumentHelp("The first day.", valueName: "day"))
    var from: String?

    @Option(help: ArgumentHelp("The last day.", valueName: "day"))
    var to: String?

    @Option(help: "How it is printed; json is the daemon's reply as it came.")
    var format: Format?

    @Option(
        help: ArgumentHelp("Write it as an HTML page to print; '-' is the standard output.", valueName: "file"),
        completion: .file()
    )
    var page: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if date != nil, from != nil || to != nil { throw ValidationError("--date excludes --from and --to.") }
        if common.json, let format, format != .json {
            throw ValidationError("--json and --format \(format.rawValue) exclude each other.")
        }
        guard let page else { return }
        if common.json { throw ValidationError("--page and --json exclude each other.") }
        if let format, format != .html { throw ValidationError("--page is for HTML and takes no other --format.") }
        if common.host != nil, page != PageFile.standardOutput {
            throw ValidationError("With --host the page comes here only by '--page - > FILE'.")
        }
    }

    func run() async throws {
        try await common.run { station, words in
            try await station.adoptZone()
            let format = format ?? (page == nil ? .table : .html)
            let printer = Station(connection: station.connection, isJSON: station.isJSON || format == .json)
            let parameters = API.GetReport.Parameters(from: day(date ?? from), to: day(date ?? to))
            guard let report = try await printer.call(API.GetReport.self, parameters)?.report else { return }
            switch format {
            case .table: for line in ReportTable(report: report, words: words).lines { printLine(line) }
            case .csv: Output.write(ReportCSV.text(of: report))
            case .html:
                let text = ReportPage(
                    report: report,
                    pc: ThisPC.name,
                    made: LocalTime().dateAndTime,
                    words: words
                ).html()
                try PageFile(path: page ?? PageFile.standardOutput).write(text)
            case .json: break
            }
        }
    }

    private func day(_ text: String?) -> String? { text == "today" ? LocalTime().date : text }
}
