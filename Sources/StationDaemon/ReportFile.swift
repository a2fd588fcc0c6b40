import FoundationEssentials
import Glibc
import StationAPI
import StationCore

/// The report of a day as a file, JSON as 'vcctl report --format json' gives it.
struct ReportFile {
    let folder: String

    /// - Throws: ``StartError``-like text when the file cannot be written whole.
    func write(_ report: StationReport, of day: CalendarDay) throws {
        mkdir(folder, 0o750)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(API.GetReport.Reply(report: API.Report(report)))
        try data.write(to: URL(filePath: "\(folder)/\(day).json"), options: .atomic)
    }
}
