/// A page's template in its parts, which have the names of the cases of `Name`.
struct PageTemplate<Name: RawRepresentable<String> & Hashable> {
    private let parts: [Name: TemplatePart]

    /// - Parameter file: a part begins with a line `<!-- part: name -->`; what is above the first is a comment.
    init(_ file: [UInt8], _ words: Words) {
        var lines: [Name: Substring] = [:]
        var name: Name?
        for line in String(decoding: file, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
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
