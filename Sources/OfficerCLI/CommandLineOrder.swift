/// The words of a command line, put in the order that the parser of a verb takes.
struct CommandLineOrder {
    /// The options of every verb, before the verb or the part of it.
    private(set) var options: [String] = []
    /// The verb, of one word or two; empty where none is given.
    private(set) var verb: [String] = []
    private(set) var rest: [String] = []

    /// The verbs that have verbs of their own.
    private static let families: Set<String> = ["roster", "preview", "ledger"]
    private static let withValue: Set<Substring> = ["--socket", "--host", "--lang"]

    init(_ words: [String]) {
        var words = words[...]
        takeOptions(from: &words)
        takeVerb(from: &words)
        if let family = verb.first, Self.families.contains(family) {
            takeOptions(from: &words)
            takeVerb(from: &words)
        }
        rest = Array(words)
    }

    /// With the options of every verb behind the verb: `vcctl --json next` is `vcctl next --json`.
    var sorted: [String] { verb + options + rest }

    /// Nothing is asked for but what every verb takes.
    var isBare: Bool { verb.isEmpty && rest.isEmpty }

    private mutating func takeOptions(from words: inout ArraySlice<String>) {
        while let word = words.first {
            let name = word.prefix { $0 != "=" }
            guard name == "--json" || Self.withValue.contains(name) else { return }
            let count = Self.withValue.contains(word[...]) ? 2 : 1
            options += words.prefix(count)
            words = words.dropFirst(count)
        }
    }

    private mutating func takeVerb(from words: inout ArraySlice<String>) {
        guard let word = words.first, !word.hasPrefix("-") else { return }
        verb.append(word)
        words = words.dropFirst()
    }
}
