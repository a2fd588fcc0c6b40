import Digests
import UnitMessages

/// Everything that a template holds, and its digest: what a supervisor accepts.
public struct Manifest: Hashable, Sendable {
    private static let heading = "vcd template manifest 1"

    /// Sorted by path.
    public let entries: [TemplateEntry]

    init(_ entries: [TemplateEntry]) {
        self.entries = entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    /// - Throws: `notAccepted` for a text that is no manifest.
    init(text: String) throws(TemplateError) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let entries = lines.dropFirst().dropLast().compactMap { TemplateEntry(line: $0) }
        guard lines.first == Self.heading[...], lines.last == "", entries.count == lines.count - 2 else {
            throw TemplateError(.notAccepted, "The record of the accepted template is damaged.")
        }
        self.init(entries)
    }

    var text: String { Self.heading + "\n" + entries.map { $0.line + "\n" }.joined() }

    /// The template's digest: SHA-256 over the manifest's text.
    public var digest: String { SHA256.digest(of: Array(text.utf8).span.bytes).hexadecimal }

    /// Whether there is nothing in the template.
    public var isEmpty: Bool { entries.count <= 1 }

    /// How this template differs from an older one, in the order of the paths.
    public func changes(since old: Manifest) -> [TemplateReport.Change] {
        let before = Dictionary(old.entries.map { ($0.path, $0) }) { first, _ in first }
        let now = Set(entries.map(\.path))
        let changed = entries.compactMap { entry -> TemplateReport.Change? in
            guard let was = before[entry.path] else { return .init(path: entry.path, change: "added") }
            return was == entry ? nil : .init(path: entry.path, change: entry.difference(from: was))
        }
        let removed = old.entries.filter { !now.contains($0.path) }
            .map { TemplateReport.Change(path: $0.path, change: "removed") }
        return (changed + removed).sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }
}
