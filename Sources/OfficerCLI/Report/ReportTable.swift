import StationAPI

/// A report for a terminal of 100 columns.
struct ReportTable {
    let report: API.Report
    let words: Words

    private static let width = 100

    var lines: [String] {
        [words.reportTitle(report), ""] + visits + [""]
            + Table([words.stepHead] + report.steps.map(words.stepRow)).lines
            + [""] + checks + words.totals(report)
    }

    private var checks: [String] {
        guard !report.checks.isEmpty else { return [] }
        let rows = report.checks.map { check in
            [words.checkTime(check, in: report), words.part(check.name), words.outcome(check.verdict)]
        }
        let starts = Table(rows).lines.map { $0 + "  " }
        let width = starts.map(\.count).max() ?? 0
        let lines = zip(report.checks, starts).flatMap { check, start in
            let padding = String(repeating: " ", count: width - start.count)
            let reason = check.accepted.map { [ScreenText.cut("        \(words.accepted($0))", to: Self.width)] } ?? []
            return [
                ScreenText.cut(start + padding + words.detail(check.detail, check.detailIndonesian), to: Self.width)
            ]
                + reason
        }
        return [words.notWell] + lines + [""]
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
            lines += words.remarks(on: visit).map { ScreenText.cut("        \($0)", to: Self.width) }
        }
        return lines
    }

    private func row(_ visit: API.ReportVisit) -> [String] {
        [
            "\(visit.visit)", visit.ticket ?? "-", ScreenText.cut(visit.category ?? "-", to: 15),
            time(visit.calledAt), time(visit.startedAt), time(visit.endedAt), time(visit.wipedAt),
            visit.tookSeconds.map(Words.clock) ?? (visit.hasUnknownLength ? "?" : "-"),
            visit.extendedSeconds > 0 ? "+\(Words.clock(visit.extendedSeconds))" : "",
            visit.cause.map(words.cause) ?? "-", receipt(visit),
        ]
    }

    private func time(_ text: String?) -> String { text.map(Words.timeWithSeconds) ?? "-" }

    private func receipt(_ visit: API.ReportVisit) -> String {
        guard let receipt = visit.receipt else { return "-" }
        return "\(receipt)" + (visit.clean == false ? " !" : "")
    }

}

extension API.ReportVisit {
    /// Whether it ran, and nobody knows for how long.
    var hasUnknownLength: Bool { tookSeconds == nil && startedAt != nil && endedAt != nil }

    /// Whether the PC's clock was set in the middle of it: its times don't fit its length.
    var sawClockSet: Bool {
        guard let start = startedAt.flatMap(Instant.init), let end = endedAt.flatMap(Instant.init), let tookSeconds
        else { return false }
        return abs(end.seconds - start.seconds - tookSeconds) > 60
    }
}
