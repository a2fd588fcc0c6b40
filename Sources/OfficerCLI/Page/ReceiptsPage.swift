import StationAPI

/// The printed page of a day, for the inspector's file: its receipts, and whether the record holds.
struct ReceiptsPage {
    /// The parts of `receipts.html`.
    enum Part: String, CaseIterable {
        case page, holds, broken, problem, receipt, finding, unreadable, none
    }

    /// As many receipts as the daemon gives of one day.
    static let mostReceipts = 1_000

    let date: String
    /// The PC's name.
    let pc: String
    /// When the page was made.
    let made: String
    /// The day's receipts, newest first.
    let day: API.GetReceipts.Reply
    let verdict: API.ChainVerdict
    let words: Words

    static func template(_ words: Words) -> PageTemplate<Part> { PageTemplate(PackageResources.receipts_html, words) }

    func html() -> String {
        let template = Self.template(words)
        let count = day.receipts.count + day.unreadable.count
        let clean = day.receipts.count { $0.clean && isAsWritten($0) }
        return template.fill(
            .page,
            [
                "date": HTML(date), "longDate": HTML(words.longDate(date)), "pc": HTML(pc), "made": HTML(made),
                "count": HTML("\(count)"),
                "visits": HTML("\(Set(day.receipts.compactMap(\.visit)).count)"), "clean": HTML("\(clean)"),
                "rest": HTML("\(count - clean)"), "restClass": HTML(clean < count ? "alarm" : ""),
                "chain": chain(template),
                "receipts": receipts(template), "headPlain": HTML(verdict.head ?? "…"),
            ]
        ).markup
    }

    private func chain(_ template: PageTemplate<Part>) -> HTML {
        let listed = verdict.problems.map(words.problem) + (verdict.unlisted > 0 ? [words.more(verdict.unlisted)] : [])
        return template.fill(
            verdict.holds ? .holds : .broken,
            [
                "verdict": HTML(words.chain(verdict)),
                "detail": HTML(verdict.holds ? words.cutOff(verdict) : words.remedy(verdict)),
                "problems": .joined(listed.map { template.fill(.problem, ["text": HTML($0)]) }),
                "headLabel": HTML(verdict.last.map(words.headLabel) ?? ""), "head": grouped(verdict.head ?? ""),
            ]
        )
    }

    /// A digest in groups that an eye can hold; copied it is whole.
    private func grouped(_ digest: String) -> HTML {
        var markup = HTML()
        var rest = digest[...]
        while !rest.isEmpty {
            markup += HTML(trusted: "<span>")
            markup += HTML(String(rest.prefix(8)))
            markup += HTML(trusted: "</span>")
            rest = rest.dropFirst(8)
        }
        return markup
    }

    /// The day's receipts in the order in which they were written.
    private func receipts(_ template: PageTemplate<Part>) -> HTML {
        let readable = day.receipts.map { (id: $0.id, html: receipt($0, template)) }
        let unreadable = day.unreadable.map { (id: $0, html: template.fill(.unreadable, ["id": HTML("\($0)")])) }
        let all = (readable + unreadable).sorted { $0.id < $1.id }
        guard !all.isEmpty else { return template.fill(.none, [:]) }
        let note = all.count < Self.mostReceipts ? [] : [words.onlyNewest(Self.mostReceipts)]
        return .joined(note.map { template.fill(.finding, ["text": HTML($0)]) } + all.map(\.html))
    }

    private func receipt(_ receipt: API.Receipt, _ template: PageTemplate<Part>) -> HTML {
        var record = problems(of: receipt).map(words.problem)
        if record.isEmpty, !isAsWritten(receipt) { record = [words.notListed] }
        return template.fill(
            .receipt,
            [
                "class": HTML(receipt.clean && isAsWritten(receipt) ? "" : "bad"), "id": HTML("\(receipt.id)"),
                "visit": HTML(words.visit(receipt.visit)),
                "verdict": HTML(isAsWritten(receipt) ? words.cleanness(receipt) : words.notAsWritten),
                "started": HTML(Words.timeWithSeconds(receipt.startedAt)),
                "finished": HTML(Words.timeWithSeconds(receipt.finishedAt)),
                "milliseconds": HTML("\(receipt.milliseconds)"), "closed": HTML(words.closed(receipt.closed)),
                "destroyed": HTML(
                    receipt.destroyed.isEmpty
                        ? words.nothingFound : receipt.destroyed.map(words.destroyed).joined(separator: ", ")
                ),
                "searched": HTML(words.searched(receipt)),
                "findings": alarms(receipt.findings.map(words.finding), template) ?? HTML(words.nothingFound),
                "record": alarms(record, template) ?? HTML(words.asWritten),
                "remote": HTML(
                    receipt.remoteTraces.isEmpty
                        ? words.noneDeclared : receipt.remoteTraces.joined(separator: "; ")
                ), "version": HTML(receipt.version), "kernel": HTML(receipt.kernel),
                "template": code(receipt.template) ?? HTML(words.noTemplate), "digest": HTML(receipt.digest),
                "previous": code(receipt.previous.isEmpty ? nil : receipt.previous) ?? HTML(words.firstOfAll),
            ]
        )
    }

    private func problems(of receipt: API.Receipt) -> [API.ChainProblem] {
        verdict.problems.filter { $0.receipt == receipt.id }
    }

    /// Where there are too many problems to list, any receipt may have one.
    private func isAsWritten(_ receipt: API.Receipt) -> Bool { problems(of: receipt).isEmpty && verdict.unlisted == 0 }

    private func alarms(_ texts: [String], _ template: PageTemplate<Part>) -> HTML? {
        texts.isEmpty ? nil : .joined(texts.map { template.fill(.finding, ["text": HTML($0)]) })
    }

    private func code(_ text: String?) -> HTML? {
        guard let text else { return nil }
        return .joined([HTML(trusted: "<code>"), HTML(text), HTML(trusted: "</code>")])
    }
}
