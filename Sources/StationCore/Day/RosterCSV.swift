/// What a CSV text says of the roster: its columns, and what stands in each line.
struct RosterCSV {
    /// What a column can be for.
    enum Column: String, CaseIterable {
        case number, category
        case visitClass = "class"
        case note

        /// - Parameter title: what the first line calls it, in English or Indonesian.
        init?(title: String) {
            switch title.trimmingBlanks.lowercased() {
            case "number", "nomor": self = .number
            case "category", "kelompok": self = .category
            case "class", "kelas": self = .visitClass
            case "note", "catatan": self = .note
            default: return nil
            }
        }

        var isNeeded: Bool { self == .number || self == .category }
    }

    /// A field, and where it stands.
    struct Cell {
        let text: String
        let column: Int
        let fault: String?
    }

    /// A line with an inmate in it.
    struct Record {
        let line: Int
        let cells: [Column: Cell]
    }

    /// More than any roster has: what is longer is another file, taken by mistake.
    static let mostLines = 10_000
    /// How much is said of one text.
    static let mostProblems = 10_000

    private(set) var records: [Record] = []
    private(set) var problems: [ImportProblem] = []
    /// Where each of the columns is, from 0 on.
    private var places: [Column: Int] = [:]
    /// How many fields a line has.
    private var width = 0

    init(_ text: String) {
        var lines = CSVLines(text)
        guard let first = lines.next() else {
            let refusal = RosterRefusal.text("The text is empty: its first line must name the columns.")
            problems.append(ImportProblem(line: 1, column: 0, refusal: refusal))
            return
        }
        takeTitles(first)
        while problems.count < Self.mostProblems, let line = lines.next() {
            guard records.count < Self.mostLines else {
                note(line, 0, .text("The text has more than \(Self.mostLines) lines."))
                return
            }
            take(line)
        }
    }

    private mutating func takeTitles(_ line: CSVLines.Line) {
        let titles = line.fields.map { Column(title: $0.text) }
        if titles.allSatisfy({ $0 == nil }) {
            let needed = "The first line must name the columns: number,category and where wanted class,note."
            note(line, 0, .text(needed))
            // So that the mistakes of the lines are named in the same go.
            for (index, column) in Column.allCases.enumerated() { places[column] = index }
            width = places.count
            take(line)
            return
        }
        width = titles.count
        for (index, (field, title)) in zip(line.fields, titles).enumerated() where problems.count < Self.mostProblems {
            var fault = field.fault
            if let title {
                if places[title] != nil { fault = "This column is there twice." }
                places[title] = index
            } else {
                fault = "There is no such column; the roster has number, category, class and note."
            }
            if let fault { note(line, index + 1, .text(fault, field: title?.rawValue ?? "", value: field.text)) }
        }
        for column in Column.allCases where column.isNeeded && places[column] == nil {
            note(line, 0, .text("The column \(column.rawValue) is missing.", field: column.rawValue))
        }
    }

    private mutating func take(_ line: CSVLines.Line) {
        let fields = line.fields
        if fields.count > width {
            let message = "The line has \(fields.count) fields instead of \(width)."
            note(line, width + 1, .text(message, value: fields[width].text))
        }
        // A line that is too short lacks what stands last.
        let cells = places.mapValues { place in
            place < fields.count
                ? Cell(text: fields[place].text, column: place + 1, fault: fields[place].fault)
                : Cell(text: "", column: place + 1, fault: nil)
        }
        records.append(Record(line: line.number, cells: cells))
    }

    private mutating func note(_ line: CSVLines.Line, _ column: Int, _ refusal: RosterRefusal) {
        problems.append(ImportProblem(line: line.number, column: column, refusal: refusal))
    }
}

extension RosterRefusal {
    /// About a text that is no table of inmates.
    static func text(_ message: String, field: String = "", value: String = "") -> RosterRefusal {
        RosterRefusal(
            .malformed,
            field: field,
            value: value.shown,
            message: message,
            remedy: "Correct the file and import it again."
        )
    }
}
