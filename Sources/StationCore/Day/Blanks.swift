extension Unicode.Scalar {
    /// Whether nothing is seen of it: spaces of every width, and the signs of no width that spreadsheets, word processors
    /// and web pages leave at the ends of words. A line break is none.
    var isBlank: Bool {
        switch self {
        case " ", "\t", "\u{AD}", "\u{180E}", "\u{200B}"..."\u{200D}", "\u{2060}", "\u{FEFF}": true
        case "\u{85}", "\u{2028}", "\u{2029}": false
        default: value >= 0x80 && properties.isWhitespace
        }
    }
}

extension String {
    /// Without blanks at either end.
    var trimmingBlanks: String {
        guard let first = unicodeScalars.firstIndex(where: { !$0.isBlank }),
            let last = unicodeScalars.lastIndex(where: { !$0.isBlank })
        else { return "" }
        return String(unicodeScalars[first...last])
    }

    /// As people compare words: in lower case, letters and digits alone, one blank between words.
    var folded: String {
        let kept = lowercased().unicodeScalars.map { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil ? Character(scalar) : " "
        }
        return String(kept).split(separator: " ").joined(separator: " ")
    }
}
