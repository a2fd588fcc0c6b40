/// What is wrong with one place of a text that was to be imported.
public struct ImportProblem: Hashable, Sendable {
    /// From 1 on.
    public let line: Int
    /// The field of the line, from 1 on; 0 is the whole line.
    public let column: Int
    /// What is wrong. Its field is empty where nobody knows what the column is for.
    public let refusal: RosterRefusal

    public init(line: Int, column: Int, refusal: RosterRefusal) {
        self.line = line
        self.column = column
        self.refusal = refusal
    }
}

extension RosterDay {
    /// Registers all inmates of a CSV text, or none where anything is wrong with it.
    ///
    /// - Parameters:
    ///   - text: its first line names the columns: number and category, and where wanted class and note.
    ///   - override: a supervisor's reason to do it against the rules.
    ///   - served: how many visits an inmate has had in the day's month.
    /// - Returns: the entries that were added, or everything that is wrong.
    /// - Throws: when the override is no reason.
    public mutating func importing(
        _ text: String,
        override: String? = nil,
        at now: WallTime,
        served: (RegisterNumber) -> Int = { _ in 0 }
    ) throws(RosterRefusal) -> (added: [RosterEntry], problems: [ImportProblem]) {
        let override = try Self.reason(override)
        let table = RosterCSV(text)
        var problems = table.problems
        var accepted: [(candidate: Candidate, visitClass: VisitClass)] = []
        var lines: [RegisterNumber: Int] = [:]
        var taken = taken
        for record in table.records {
            guard problems.count < RosterCSV.mostProblems else {
                problems.append(ImportProblem(line: record.line, column: 0, refusal: .text(.stopped)))
                break
            }
            var reader = RecordReader(record)
            let number = reader.number()
            let category = reader.category().map(rules.category)
            let visitClass = reader.visitClass()
            let note = reader.note()
            problems += reader.problems
            // What can be said of a line that is broken elsewhere is said as well.
            if number == nil, let category {
                let objections = objections(toCategory: category).filter {
                    override == nil || !$0.code.yieldsToOverride
                }
                problems += objections.map { reader.problem($0) }
            }
            guard let number else { continue }
            if let earlier = lines[number] {
                problems.append(reader.duplicate(number, of: earlier))
                continue
            }
            lines[number] = record.line
            let refusals = objections(
                to: number,
                of: category,
                taken: taken,
                override: override,
                served: served
            )
            problems += refusals.map { reader.problem($0) }
            if !refusals.contains(where: { $0.code == .duplicate }) { taken += 1 }
            if let category, let visitClass {
                accepted.append((Candidate(number: number, category: category, note: note), visitClass))
            }
        }
        guard problems.isEmpty else { return ([], problems) }
        let added = accepted.map { append($0.candidate, visitClass: $0.visitClass, override: override, at: now) }
        return (added, [])
    }
}

/// Reads the fields of a line, and collects what is wrong with them.
private struct RecordReader {
    private let record: RosterCSV.Record
    private(set) var problems: [ImportProblem] = []

    init(_ record: RosterCSV.Record) { self.record = record }

    mutating func number() -> RegisterNumber? {
        read(.number) { (text) throws(RosterRefusal) in try Candidate.number(text) }
    }

    mutating func category() -> CategoryID? {
        read(.category) { (text) throws(RosterRefusal) in try Candidate.category(text) }
    }

    /// `family` where there is none.
    mutating func visitClass() -> VisitClass? {
        guard record.cells[.visitClass] != nil else { return .family }
        return read(.visitClass) { (text) throws(RosterRefusal) in
            if text.trimmingBlanks.isEmpty { return .family }
            guard let visitClass = VisitClass(typed: text) else {
                throw RosterRefusal(
                    .malformed,
                    .noClass,
                    field: "class",
                    value: text.shown,
                    message: "This is no class: it is family (keluarga) or lawyer (penasihat hukum).",
                    remedy: "Write family or lawyer, keluarga or penasihat hukum."
                )
            }
            return visitClass
        }
    }

    mutating func note() -> String? {
        guard record.cells[.note] != nil else { return nil }
        return read(.note) { (text) throws(RosterRefusal) in try Candidate.note(text) } ?? nil
    }

    private mutating func read<Value>(
        _ column: RosterCSV.Column,
        _ convert: (String) throws(RosterRefusal) -> Value
    ) -> Value? {
        // A column that is missing is named once, not in each line.
        guard let cell = record.cells[column] else { return nil }
        do throws(RosterRefusal) {
            if let fault = cell.fault {
                throw .text(fault, field: column.rawValue, value: cell.text)
            }
            if column.isNeeded, cell.text.trimmingBlanks.isEmpty {
                throw .text(.fieldMissing, [column.rawValue], field: column.rawValue)
            }
            return try convert(cell.text)
        } catch {
            problems.append(problem(error))
            return nil
        }
    }

    /// A refusal, where its field stands.
    func problem(_ refusal: RosterRefusal) -> ImportProblem {
        let cell = RosterCSV.Column(rawValue: refusal.field).flatMap { record.cells[$0] }
        return ImportProblem(line: record.line, column: cell?.column ?? 0, refusal: refusal)
    }

    func duplicate(_ number: RegisterNumber, of line: Int) -> ImportProblem {
        problem(
            RosterRefusal(
                .duplicate,
                .onLine,
                ["\(line)"],
                field: RosterCSV.Column.number.rawValue,
                value: number.text,
                message: "This inmate is on line \(line) already.",
                remedy: "Take one of the two lines out."
            )
        )
    }
}
