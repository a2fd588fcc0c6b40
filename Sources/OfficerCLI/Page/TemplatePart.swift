/// One part of a page's template, in one language. `{{name}}` stands for a value.
struct TemplatePart {
    private enum Piece {
        case markup(String)
        case slot(String)
    }

    private var pieces: [Piece] = []

    /// - Parameter text: markup with slots, and with `[[English|Indonesian]]` where the words differ.
    init(_ text: Substring, _ words: Words) {
        var rest = text
        while let (before, mark, inside, after) = Self.nextMark(in: rest) {
            pieces.append(.markup(String(before)))
            switch mark {
            case .slot: pieces.append(.slot(String(inside)))
            case .choice:
                let bar = inside.firstIndex(of: "|") ?? inside.endIndex
                let indonesian = inside[bar...].dropFirst()
                pieces.append(.markup(words.pick(String(inside[..<bar]), String(indonesian))))
            }
            rest = after
        }
        pieces.append(.markup(String(rest)))
    }

    /// The part with its values in it; a slot without one stays empty.
    func filled(_ values: [String: HTML]) -> HTML {
        HTML(
            trusted: pieces.reduce(into: "") { text, piece in
                switch piece {
                case .markup(let markup): text += markup
                case .slot(let name): text += values[name]?.markup ?? ""
                }
            }
        )
    }

    /// The names of the slots.
    var slots: Set<String> {
        pieces.reduce(into: []) { names, piece in
            if case .slot(let name) = piece { names.insert(name) }
        }
    }

    private enum Mark { case slot, choice }

    private static func nextMark(
        in text: Substring
    ) -> (before: Substring, mark: Mark, inside: Substring, after: Substring)? {
        var index = text.startIndex
        while index < text.endIndex {
            let rest = text[index...]
            let mark: Mark? = rest.hasPrefix("{{") ? .slot : rest.hasPrefix("[[") ? .choice : nil
            if let mark {
                let closing: Character = mark == .slot ? "}" : "]"
                let inside = rest.dropFirst(2).prefix { $0 != closing }
                return (text[..<index], mark, inside, rest.dropFirst(inside.count + 4))
            }
            index = text.index(after: index)
        }
        return nil
    }
}
