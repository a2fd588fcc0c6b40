/// What a CSV text says of the roster: its columns, and what stands in each line.
struct RosterCSV {
    /// What a column can be for.
    enum Column: String, CaseIterable {
        case number, category
        case visitClass = "class"
        case note

        /// What the lists of prisons call the columns, in English and Indonesian, folded.
        private static let titles: [String: Column] = {
            let words: [Column: [String]] = [
                .number: [
                    "number", "nomor", "register", "registrasi", "no register", "no registrasi", "no reg",
                    "nomor register",
                    "nomor registrasi", "nomor reg", "register number", "registration number", "no register wbp",
                    "nomor register wbp", "noreg",
                ],
                .category: ["category", "kelompok", "kategori", "nama kelompok", "golongan"],
                .visitClass: ["class", "kelas", "jenis", "jenis kunjungan", "kelas kunjungan"],
                .note: ["note", "notes", "catatan", "keterangan", "ket"],
            ]
            return Dictionary(words.flatMap { column, titles in titles.map { ($0, column) } }) { first, _ in first }
        }()

        /// - Parameter title: what the first line calls it.
        init?(title: String) {
            guard let column = Self.titles[title.folded] else { return nil }
            self = column
        }

        /// Whether a column only counts the lines, as lists do before the register number.
        static func counts(_ title: String) -> Bool { ["no", "no urut", "nomor urut", "nr"].contains(title.folded) }

        var isNeeded: Bool { self == .number || self == .category }
    }

    /// A field, and where it stands.
    struct Cell {
        let text: String
        let column: Int
        let fault: RosterReason?
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
    /// Columns without a title, from 0 on: what spreadsheets leave beside a table, as long as nothing stands there.
    private var unnamed: [Int] = []
    /// How many fields a line has.
    private var width = 0

    init(_ text: String) {
        let heading = Self.heading(of: text)
        var lines = CSVLines(text, separator: heading?.separator)
        guard let first = lines.next() else {
            let refusal = RosterRefusal.text(.fileEmpty)
            problems.append(ImportProblem(line: 1, column: 0, refusal: refusal))
            return
        }
        var titles = first
        while titles.number < heading?.line ?? 0, let next = lines.next() {
            // A title of the list is one field; what has more could be an inmate.
            if titles.fields.count(where: { !$0.isBlank }) > 1 {
                note(titles, 0, .text(.aboveTitles))
            }
            titles = next
        }
        takeTitles(titles)
        while problems.count < Self.mostProblems, let line = lines.next() {
            guard records.count < Self.mostLines else {
                note(line, 0, .text(.tooManyLines, ["\(Self.mostLines)"]))
                return
            }
            take(line)
        }
    }

    /// How far down the line that names the columns is looked for.
    private static let mostTitles = 12

    /// The line that names the register number's column and most others, and what stands between its fields; nil where
    /// none does.
    private static func heading(of text: String) -> (line: Int, separator: UInt8)? {
        var best: (line: Int, separator: UInt8, known: Int)?
        for separator in CSVLines.separators {
            var lines = CSVLines(text, separator: separator)
            for _ in 0..<mostTitles {
                guard let line = lines.next() else { break }
                let columns = line.fields.prefix(64).compactMap { Column(title: $0.text) }
                let known = Set(columns).count
                guard columns.contains(.number), known > best?.known ?? 0 else { continue }
                best = (line.number, separator, known)
            }
        }
        return best.map { ($0.line, $0.separator) }
    }

    private mutating func takeTitles(_ line: CSVLines.Line) {
        var titles = line.fields.map { Column(title: $0.text) }
        if titles.allSatisfy({ $0 == nil }) {
            note(line, 0, .text(.noTitles))
            // So that the mistakes of the lines are named in the same go.
            for (index, column) in Column.allCases.enumerated() { places[column] = index }
            width = places.count
            take(line)
            return
        }
        let counters = line.fields.indices.filter { Column.counts(line.fields[$0].text) }
        // Where nothing else is the register number, `No.` is.
        if !titles.contains(.number), counters.count == 1 { titles[counters[0]] = .number }
        width = titles.count
        for (index, (field, title)) in zip(line.fields, titles).enumerated() where problems.count < Self.mostProblems {
            var fault = field.fault
            if let title {
                if places[title] != nil { fault = .columnTwice }
                places[title] = index
            } else if field.isBlank {
                unnamed.append(index)
            } else if !counters.contains(index) {
                fault = .noSuchColumn
            }
            if let fault { note(line, index + 1, .text(fault, field: title?.rawValue ?? "", value: field.text)) }
        }
        for column in Column.allCases where column.isNeeded && places[column] == nil {
            note(line, 0, .text(.columnMissing, [column.rawValue], field: column.rawValue))
        }
    }

    private mutating func take(_ line: CSVLines.Line) {
        let fields = line.fields
        if let beyond = fields.indices.dropFirst(width).first(where: { !fields[$0].isBlank }) {
            let values = ["\(beyond + 1)", "\(width)"]
            note(line, beyond + 1, .text(.tooManyFields, values, value: fields[beyond].text))
        }
        for index in unnamed where index < fields.count && !fields[index].isBlank {
            note(line, index + 1, .text(.columnUnnamed, value: fields[index].text))
        }
        // A line that is too short lacks what stands last.
        let cells = places.mapValues { place in
            place < fields.count
                ? Cell(text: Self.withoutApostrophe(fields[place].text), column: place + 1, fault: fields[place].fault)
                : Cell(text: "", column: place + 1, fault: nil)
        }
        records.append(Record(line: line.number, cells: cells))
    }

    /// vcctl writes an apostrophe before what a spreadsheet would take for a formula.
    private static func withoutApostrophe(_ text: String) -> String {
        guard text.hasPrefix("'"), let first = text.unicodeScalars.first(where: { $0 != "'" }),
            "=+-@\t\r".unicodeScalars.contains(first)
        else { return text }
        return String(text.unicodeScalars.dropFirst())
    }

    private mutating func note(_ line: CSVLines.Line, _ column: Int, _ refusal: RosterRefusal) {
        problems.append(ImportProblem(line: line.number, column: column, refusal: refusal))
    }
}

extension RosterRefusal {
    /// About a text that is no table of inmates.
    static func text(
        _ reason: RosterReason,
        _ values: [String] = [],
        field: String = "",
        value: String = ""
    ) -> RosterRefusal {
        RosterRefusal(
            .malformed,
            reason,
            values,
            field: field,
            value: value.shown,
            message: reason.sentence(values),
            remedy: "Correct the file and import it again."
        )
    }
}

extension RosterReason {
    /// What is wrong with a text. Of another reason nothing is said here.
    fileprivate func sentence(_ values: [String]) -> String {
        let first = values.first ?? ""
        return switch self {
        case .fileEmpty: "The text is empty: its first line must name the columns."
        case .aboveTitles: "This line stands above the one that names the columns."
        case .noTitles:
            "The first line must name the columns: number,category and where wanted class,note "
                + "(nomor;kelompok;kelas;catatan)."
        case .tooManyLines: "The text has more than \(first) lines."
        case .stopped: "From here on it was not looked at: correct what is said above first."
        case .columnTwice: "This column is there twice."
        case .noSuchColumn: "There is no such column; the roster has number, category, class and note."
        case .columnMissing: "The column \(first) is missing."
        case .tooManyFields: "The line has \(first) fields instead of \(values.last ?? "")."
        case .columnUnnamed: "The first line gives this column no name."
        case .fieldMissing: "The \(first) is missing."
        case .quoteInside: "A quote stands in a field that does not begin with one."
        case .quoteOpen: "The quote is never closed on its line."
        case .behindQuote: "Something stands behind the closing quote."
        case .noNumber, .noCategory, .noClass, .noLine, .noReason, .registered, .served, .onLine, .unknownCategory,
            .notToday, .registrationClosed, .dayFull, .quotaReached, .noPlace, .noTicket, .notWaiting, .notCalled,
            .nobodyWaits:
            ""
        }
    }
}
