import StationAPI

/// A report as CSV, one line a visit. Its names are the same in every language, for programs to read.
enum ReportCSV {
    static let columns = [
        "date", "visit", "ticket", "category", "class", "called", "started", "ended", "wiped", "length_seconds",
        "extended_seconds", "extension_reasons", "held_seconds", "cause", "receipt", "clean", "override",
        "calling_seconds", "took_seconds", "wiping_seconds", "clock_showed",
    ]

    static func text(of report: API.Report) -> String {
        report.visits.reduce(into: CSV.line(columns)) { $0 += CSV.line(fields(of: $1)) }
    }

    private static func fields(of visit: API.ReportVisit) -> [String] {
        func number(_ value: Int?) -> String { value.map(String.init) ?? "" }
        return [
            visit.date, "\(visit.visit)", visit.ticket ?? "", visit.category ?? "", visit.class.rawValue,
            visit.calledAt ?? "", visit.startedAt ?? "", visit.endedAt ?? "", visit.wipedAt ?? "",
            number(visit.lengthSeconds), "\(visit.extendedSeconds)", visit.extensionReasons.joined(separator: "; "),
            "\(visit.heldSeconds)", visit.cause?.rawValue ?? "", number(visit.receipt),
            visit.clean.map { "\($0)" } ?? "", visit.override ?? "",
            number(visit.callingSeconds), number(visit.tookSeconds), number(visit.wipingSeconds),
            visit.clockShowed ?? "",
        ]
    }
}
