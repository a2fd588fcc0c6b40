/// The page's template, `receipts.html`, in its parts.
struct PageTemplate {
    /// A part of the template, under the name that it has there.
    enum Name: String, CaseIterable {
        case page, holds, broken, problem, receipt, finding, unreadable, none
    }

    private let parts: [Name: TemplatePart]

    init(_ words: Words) {
        self.init(String(decoding: PackageResources.receipts_html, as: UTF8.self), words)
    }

    private init(_ text: String, _ words: Words) {
        var lines: [Name: Substring] = [:]
        var name: Name?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("<!-- part: ") {
                name = Name(rawValue: String(line.dropFirst(11).prefix { $0 != " " }))
            } else if let name {
                lines[name, default: ""] += line + "\n"
            }
        }
        parts = lines.mapValues { TemplatePart($0, words) }
    }

    /// A part with its values in it.
    func fill(_ name: Name, _ values: [String: HTML]) -> HTML { parts[name]?.filled(values) ?? HTML() }

    /// The slots of a part; nil when the template lacks it.
    func slots(of name: Name) -> Set<String>? { parts[name]?.slots }
}
