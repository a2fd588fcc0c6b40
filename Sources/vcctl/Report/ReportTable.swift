import StationAPI

/// A report for a terminal of 100 columns.
struct ReportTable {
    let report: API.Report
    let words: Words

    private static let width = 100

    var lines: [String] {
        [words.reportTitle(report), ""] + visits + [""]
            + Table([words.stepHead] + report.steps.map(words.stepRow)).lines
            + [""] + words.totals(report)
    }

    private var visits: [String] {
        guard !report.visits.isEmpty else { return [words.noVisits] }
        let rows = report.visits.map(row)
        let aligned = Table([words.visitHead] + rows, gap: 1).lines
        var lines = [aligned[0]]
        var date: String?
        for (visit, line) in zip(report.visits, aligned.dropFirst()) {
            if visit.date != date, report.from != report.to { lines.append(words.longDate(visit.date)) }
            date = visit.date
            lines.append(line)
            lines += words.remarks(on: visit).map { Self.cut("        \($0)", Self.width) }
        }
        return lines
    }

    private func row(_ visit: API.ReportVisit) -> [String] {
        [
            "\(visit.visit)", visit.ticket ?? "-", Self.cut(visit.category ?? "-", 15),
            time(visit.calledAt), time(visit.startedAt), time(visit.endedAt), time(visit.wipedAt),
            Self.duration(of: visit).map(Words.clock) ?? "-",
            visit.extendedSeconds > 0 ? "+\(Words.clock(visit.extendedSeconds))" : "",
            visit.cause.map(words.cause) ?? "-", receipt(visit),
        ]
    }

    private func time(_ text: String?) -> String { text.map(Words.timeWithSeconds) ?? "-" }

    private func receipt(_ visit: API.ReportVisit) -> String {
        guard let receipt = visit.receipt else { return "-" }
        return "\(receipt)" + (visit.clean == false ? " !" : "")
    }

    /// How long a visit really took.
    static func duration(of visit: API.ReportVisit) -> Int? {
        guard let start = visit.startedAt.flatMap(Instant.init), let end = visit.endedAt.flatMap(Instant.init) else {
            return nil
        }
        return end.seconds - start.seconds
    }

    /// A text that does not fit ends with `…`.
    static func cut(_ text: String, _ width: Int) -> String {
        text.count <= width ? text : text.prefix(width - 1) + "…"
    }
}
