import StationAPI

/// The report as a page to read and to print.
struct ReportPage {
    /// The parts of `report.html`.
    enum Part: String, CaseIterable {
        case page, day, table, visit, remark, step, cause, checks, check, accepted, none
    }

    let report: API.Report
    /// The PC's name.
    let pc: String
    /// When the page was made.
    let made: String
    let words: Words

    static func template(_ words: Words) -> PageTemplate<Part> { PageTemplate(PackageResources.report_html, words) }

    func html() -> String {
        let template = Self.template(words)
        let most = max(report.served, report.servedByHand, 1)
        let traces = report.visits.count { $0.clean == false }
        return template.fill(
            .page,
            [
                "period": HTML(words.period(report)), "pc": HTML(pc), "made": HTML(made),
                "registered": HTML("\(report.registered)"), "served": HTML("\(report.served)"),
                "absent": HTML("\(report.absent)"), "byHand": HTML("\(report.servedByHand)"),
                "traces": HTML("\(traces)"), "tracesClass": HTML(traces > 0 ? "alarm" : ""),
                "servedWidth": HTML("\(report.served * 100 / most)"),
                "byHandWidth": HTML("\(report.servedByHand * 100 / most)"),
                "days": days(template), "steps": .joined(report.steps.map { step($0, template) }),
                "causes": causes(template), "checks": checks(template),
            ]
        ).markup
    }

    private func days(_ template: PageTemplate<Part>) -> HTML {
        let dates = report.days.map(\.date)
        let others = report.visits.map(\.date).filter { !dates.contains($0) }
        let extra = Set(others).sorted().map { API.ScheduleDay(date: $0, exception: nil, windows: []) }
        let all = (report.days + extra).sorted { $0.date < $1.date }
        // A month has days without visits, which say nothing; a single day says so.
        let shown = all.filter { day in report.visits.contains { $0.date == day.date } }
        return shown.isEmpty ? template.fill(.none, [:]) : .joined(shown.map { self.day($0, template) })
    }

    private func day(_ day: API.ScheduleDay, _ template: PageTemplate<Part>) -> HTML {
        let visits = report.visits.filter { $0.date == day.date }
        let sessions = day.windows.map {
            "\(words.name($0.name)) \(Words.time($0.opens))–\(Words.closing($0.closes))"
        }
        let label = words.timelineLabel(day.date)
        let rows = visits.map { visit($0, template) }
        return template.fill(
            .day,
            [
                "date": HTML(words.longDate(day.date)),
                "exception": HTML(day.exception.map { " · " + words.name($0) } ?? ""),
                "sessions": HTML(sessions.isEmpty ? words.noSession : sessions.joined(separator: "; ")),
                "timeline": Timeline(day, visits, words)?.svg(label: label) ?? HTML(),
                "table": template.fill(.table, ["visits": .joined(rows)]),
            ]
        )
    }

    private func visit(_ visit: API.ReportVisit, _ template: PageTemplate<Part>) -> HTML {
        func time(_ text: String?) -> HTML { HTML(text.map(Words.timeWithSeconds) ?? "–") }
        let remarks = words.remarks(on: visit)
        let isBad = visit.clean == false
        return template.fill(
            .visit,
            [
                "class": HTML(isBad ? "bad" : ""),
                "visit": HTML("\(visit.visit)"), "ticket": HTML(visit.ticket ?? "–"),
                "category": HTML(words.category(visit.category, in: report)), "called": time(visit.calledAt),
                "started": time(visit.startedAt), "ended": time(visit.endedAt), "wiped": time(visit.wipedAt),
                "length": HTML(visit.tookSeconds.map(Words.clock) ?? "–"),
                "given": HTML(visit.lengthSeconds.map { Words.clock($0 + visit.extendedSeconds) } ?? "–"),
                "cause": HTML(visit.cause.map(words.cause) ?? "–"),
                "receipt": HTML(visit.receipt.map(String.init) ?? "–"),
                "remarks": remarks.isEmpty
                    ? HTML() : template.fill(.remark, ["text": HTML(remarks.joined(separator: " · "))]),
            ]
        )
    }

    private func step(_ step: API.ReportStep, _ template: PageTemplate<Part>) -> HTML {
        template.fill(
            .step,
            [
                "class": HTML(step.isOver ? "over" : ""), "name": HTML(words.stepName(step.name)),
                "standard": HTML(Words.clock(step.standardSeconds)), "count": HTML("\(step.count)"),
                "average": HTML(step.averageSeconds.map(Words.clock) ?? "–"),
                "longest": HTML(step.longestSeconds.map(Words.clock) ?? "–"),
                "verdict": HTML(
                    step.averageSeconds == nil ? "–" : step.isOver ? words.overStandard : words.withinStandard
                ),
            ]
        )
    }

    /// Nothing where nothing was the matter.
    private func checks(_ template: PageTemplate<Part>) -> HTML {
        guard !report.checks.isEmpty else { return HTML() }
        return template.fill(.checks, ["rows": .joined(report.checks.map { check($0, template) })])
    }

    private func check(_ check: API.ReportCheck, _ template: PageTemplate<Part>) -> HTML {
        template.fill(
            .check,
            [
                "class": HTML(check.verdict == .fail ? "bad" : ""), "time": HTML(words.checkTime(check, in: report)),
                "part": HTML(words.part(check.name)), "verdict": HTML(words.outcome(check.verdict)),
                "detail": HTML(words.detail(check.detail, check.detailIndonesian)),
                "accepted": check.accepted.map { template.fill(.accepted, ["text": HTML(words.accepted($0))]) }
                    ?? HTML(),
            ]
        )
    }

    private func causes(_ template: PageTemplate<Part>) -> HTML {
        .joined(
            report.causes.filter { $0.count > 0 }.map {
                template.fill(.cause, ["name": HTML(words.cause($0.cause)), "count": HTML("\($0.count)")])
            }
        )
    }
}
