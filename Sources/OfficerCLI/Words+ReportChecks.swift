import StationAPI

/// What a report says of the checks.
extension Words {
    var notWell: String { pick("Preparation: what was not well", "Persiapan: yang tidak beres") }

    /// A check's last verdict of a day; one that passed is there because at first it had not.
    func outcome(_ verdict: API.Verdict) -> String {
        switch verdict {
        case .pass: pick("well now", "kini baik")
        case .warn, .fail, .skipped: mark(verdict)
        }
    }

    func accepted(_ reason: String) -> String {
        pick("accepted for the day: ", "diterima untuk hari itu: ") + reason
    }

    /// When it was found; with its date where the report is of several days.
    func checkTime(_ check: API.ReportCheck, in report: API.Report) -> String {
        report.from == report.to ? Self.timeWithSeconds(check.at) : Self.dateAndTime(check.at)
    }
}
