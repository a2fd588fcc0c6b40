/// A piece of HTML. Text becomes one only by being escaped, so that nothing in a receipt can act as markup.
struct HTML {
    private(set) var markup = ""

    init() {}

    /// Text as it is to be read.
    init(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": markup += "&amp;"
            case "<": markup += "&lt;"
            case ">": markup += "&gt;"
            case "\"": markup += "&quot;"
            case "'": markup += "&#39;"
            // HTML has no place for the other control characters, and no way of writing them either; what turns the
            // direction of a line would make other words of those beside it.
            case _ where scalar != "\n" && scalar != "\t" && ScreenText.commands(scalar): markup += "\u{fffd}"
            case "\u{2028}", "\u{2029}": markup += "\u{fffd}"
            default: markup.unicodeScalars.append(scalar)
            }
        }
    }

    /// Markup of our own, of the template.
    init(trusted markup: String) { self.markup = markup }

    static func + (a: HTML, b: HTML) -> HTML { HTML(trusted: a.markup + b.markup) }

    static func += (a: inout HTML, b: HTML) { a.markup += b.markup }

    static func joined(_ pieces: some Sequence<HTML>) -> HTML { pieces.reduce(into: HTML()) { $0 += $1 } }
}
