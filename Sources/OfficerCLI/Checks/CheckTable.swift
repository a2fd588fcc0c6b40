import StationAPI

/// The checks as lines: one a part while they run, with the remedies under them when all is known.
struct CheckTable {
    let sheet: CheckSheet
    let words: Words
    /// How wide a line may be; nil where it does not go to a screen.
    var columns: Int?

    private static let gap = "  "
    private static let markWidth = 8
    /// On a narrower screen the times give their room to the details.
    private static let leastForTimes = 72
    /// Less of a detail would tell nothing.
    private static let leastForDetail = 8
    private static let arrow = "→ "

    /// While they run, in the order in which they are looked at.
    var live: [String] {
        sheet.names.map { name in
            let isRunning = sheet.running.contains(name)
            guard !isRunning, let result = sheet.result(of: name) else { return cut(row(name, mark: words.notYet)) }
            return line(of: result)
        }
    }

    /// All that was found, the worst first, with what to do about it, and what it comes to.
    var final: [String] { final { $0.isConcern } }

    /// The same for a screen that holds so many lines: with what to do as far as there is room, first about what keeps
    /// visits from starting.
    func final(within rows: Int) -> [String] {
        let tables = [final, final { $0.holds }]
        return tables.first { $0.count <= rows } ?? final { _ in false }
    }

    private func final(explaining isExplained: (API.CheckResult) -> Bool) -> [String] {
        sheet.results.flatMap { isExplained($0) ? lines(of: $0) : [line(of: $0)] } + [cut(words.checkSummary(sheet))]
    }

    /// One part in one line. What a failure means is read where the detail is cut, too.
    private func line(of result: API.CheckResult) -> String {
        let row = row(result)
        let whole = row + detail(result)
        guard let columns, whole.count > columns, let tag = words.checkTag(result, isShort: true) else {
            return cut(whole)
        }
        let room = columns - row.count - tag.count - 1
        guard room >= Self.leastForDetail else { return cut(row + tag) }
        return row + ScreenText.cut(words.detail(of: result), to: room) + " " + tag
    }

    /// One part, and what to do about it.
    func lines(of result: API.CheckResult) -> [String] {
        let row = row(result)
        let detail = detail(result)
        guard result.isConcern else { return [line(of: result)] }
        let remedies = words.remedy(of: result).map { hanging(Self.arrow + $0) } ?? []
        // What is wrong is read in full, also where the row has no room for it.
        guard let columns, row.count + detail.count > columns else { return [cut(row + detail)] + remedies }
        let tag = words.checkTag(result) ?? ""
        return row.count + tag.count <= columns
            ? [cut(row + tag)] + hanging(words.detail(of: result)) + remedies
            : [cut(row)] + hanging(detail) + remedies
    }

    private func detail(_ result: API.CheckResult) -> String {
        [words.detail(of: result), words.checkTag(result)].compactMap { $0 }.joined(separator: " ")
    }

    private func row(_ result: API.CheckResult) -> String {
        row(result.name, mark: words.mark(result.verdict), time: words.took(result.milliseconds))
    }

    private func row(_ name: String, mark: String, time: String = "") -> String {
        let labels = sheet.names.map { words.label($0) ?? "" }
        let names = [(name, sheet.names), (words.label(name) ?? "", labels)].compactMap { text, all in
            let width = all.map(\.count).max() ?? 0
            return width == 0 ? nil : pad(text, width)
        }
        let hasTimes = columns.map { $0 >= Self.leastForTimes } ?? true
        let times = hasTimes ? [String(repeating: " ", count: max(0, 6 - time.count)) + time] : []
        return ([pad(mark, Self.markWidth)] + times + names).joined(separator: Self.gap) + Self.gap
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// A text under a row, where its first column ends.
    private func hanging(_ text: String) -> [String] {
        let indent = String(repeating: " ", count: Self.markWidth + Self.gap.count)
        guard let columns else { return [cut(indent + text)] }
        return ScreenText.wrapped(text, to: max(1, columns - indent.count)).map { cut(indent + $0) }
    }

    private func cut(_ line: String) -> String {
        let end = line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex
        return ScreenText.cut(String(line[..<end]), to: columns ?? .max)
    }
}
