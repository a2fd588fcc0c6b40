/// Columns of text, each as wide as its widest cell.
struct Table {
    let lines: [String]

    /// - Parameter gap: blanks between two columns.
    init(_ rows: [[String]], gap: Int = 2) {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        lines = rows.map { row in
            let cells = zip(row, widths).map { text, width in
                text + String(repeating: " ", count: width - text.count + gap)
            }
            let line = cells.joined()
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
