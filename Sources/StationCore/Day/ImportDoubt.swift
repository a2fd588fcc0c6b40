/// A register number of an imported file that a spreadsheet may have made something else of. It is taken as it stands; an
/// officer looks whether it is right.
public struct ImportDoubt: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Written with an exponent: what was behind its first digits is lost.
        case rounded
        /// Reads like a date.
        case date
        /// The same as another one but for zeros in front.
        case leadingZeros
    }

    /// From 1 on.
    public let line: Int
    /// The field of the line, from 1 on.
    public let column: Int
    public let value: String
    public let kind: Kind

    /// All that a text gives reason for.
    static func all(in text: String) -> [ImportDoubt] {
        var doubts: [ImportDoubt] = []
        var seen: [String: String] = [:]
        for record in RosterCSV(text).records {
            guard let cell = record.cells[.number] else { continue }
            let typed = cell.text.trimmingBlanks
            func doubt(_ kind: Kind) {
                doubts.append(.init(line: record.line, column: cell.column, value: typed.shown, kind: kind))
            }
            if isRounded(typed) { doubt(.rounded) }
            if isDate(typed) { doubt(.date) }
            if !typed.isEmpty, typed.utf8.allSatisfy({ isDigit($0) }) {
                let digits = String(typed.drop { $0 == "0" })
                if let other = seen[digits], other != typed { doubt(.leadingZeros) }
                seen[digits] = typed
            }
        }
        return doubts
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// `3.2021E15`, `3,2021E+15`.
    private static func isRounded(_ text: String) -> Bool {
        let parts = text.uppercased().split(separator: "E", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return false }
        let mantissa = parts[0].split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        let exponent = parts[1].hasPrefix("+") ? parts[1].dropFirst() : parts[1]
        return mantissa.count <= 2 && (mantissa + [exponent]).allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }
    }

    private static let months: Set<String> = [
        "jan", "feb", "mar", "apr", "may", "mei", "jun", "jul", "aug", "agu", "ags", "agt", "sep", "oct", "okt", "nov",
        "nop", "dec", "des",
    ]

    /// `12-Mar`, `12-Mar-31`, `03/12/2031`, `2031-03-12`.
    private static func isDate(_ text: String) -> Bool {
        let parts = text.lowercased().split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "/" }
        func isNumber(_ part: Substring, _ digits: ClosedRange<Int>) -> Bool {
            digits.contains(part.utf8.count) && part.utf8.allSatisfy(isDigit)
        }
        switch parts.count {
        case 2:
            return isNumber(parts[0], 1...2) && months.contains(String(parts[1]))
                || months.contains(String(parts[0])) && isNumber(parts[1], 2...4)
        case 3:
            let isYearLast = isNumber(parts[0], 1...2) && isNumber(parts[2], 2...4)
            let isYearFirst = isNumber(parts[0], 4...4) && isNumber(parts[2], 1...2)
            return (isYearLast || isYearFirst) && (isNumber(parts[1], 1...2) || months.contains(String(parts[1])))
        default: return false
        }
    }
}
