import TOMLKit

/// One configuration file, parsed, with the places of its keys.
struct ConfigurationFile {
    let path: String
    let table: TOMLTable
    private let lines: [Place: Int]

    init(_ source: ConfigurationSources.Source) throws(ConfigurationError) {
        switch source.content {
        case .text(let text): try self.init(path: source.path, text: text)
        case .unreadable(let reason): throw Self.error(source.path, nil, reason)
        }
    }

    /// - Parameter path: what it is called in messages.
    init(path: String, text: String) throws(ConfigurationError) {
        self.path = path
        // To Swift a CR LF is one character, which is no line feed: lines would be counted wrong.
        let text = text.replacing("\r\n", with: "\n")
        lines = Self.lines(of: text)
        if let fault = TOMLPitfalls.fault(in: text) {
            throw Self.error(path, fault.line, fault.message)
        }
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw Self.error(path, error.source.begin.line, "no valid TOML: \(error.description)")
        } catch {
            throw Self.error(path, nil, "\(error)")
        }
    }

    /// The line, counted from 1, of a table or of a key in it, or of the nearest thing around it that has one.
    /// - Parameters:
    ///   - table: the names from the outermost table on.
    ///   - index: which table, of those of one `[[array]]`.
    func line(of key: String?, in table: [String], index: Int = 0) -> Int? {
        let path = (table + (key.map { [$0] } ?? [])).map { Self.name($0[...]) }
        for end in stride(from: path.count, through: 1, by: -1) {
            for headed in stride(from: end, through: 0, by: -1) {
                let place = Place(
                    heading: path[..<headed].joined(separator: "."),
                    index: headed == table.count ? index : 0,
                    key: headed == end ? nil : path[headed..<end].joined(separator: ".")
                )
                if let line = lines[place] { return line }
            }
        }
        return nil
    }

    /// Where a heading or a key stands.
    private struct Place: Hashable {
        let heading: String
        let index: Int
        let key: String?
    }

    /// TOMLKit gives no places of values, so the text is searched for headings and the keys below them.
    private static func lines(of text: String) -> [Place: Int] {
        var lines: [Place: Int] = [:]
        var implied: [Place: Int] = [:]
        var counts: [String: Int] = [:]
        var heading = ""
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let text = line.drop { $0 == " " || $0 == "\t" }
            if text.hasPrefix("#") { continue }
            if text.hasPrefix("[") {
                heading = name(text.drop { $0 == "[" }.prefix { $0 != "]" })
                let count = counts[heading, default: 0]
                counts[heading] = count + 1
                keep(Place(heading: heading, index: count, key: nil), index + 1, in: &lines)
                for outer in prefixes(heading).dropLast() {
                    keep(Place(heading: outer, index: 0, key: nil), index + 1, in: &implied)
                }
            } else if text.contains("=") {
                let count = max(0, counts[heading, default: 0] - 1)
                for key in prefixes(name(text.prefix { $0 != "=" })) {
                    keep(Place(heading: heading, index: count, key: key), index + 1, in: &lines)
                }
            }
        }
        return lines.merging(implied) { line, _ in line }
    }

    private static func keep(_ place: Place, _ line: Int, in lines: inout [Place: Int]) {
        if lines[place] == nil { lines[place] = line }
    }

    /// A name without what can be written around it; what is within it is left out on both sides of a comparison.
    private static func name(_ text: Substring) -> String { text.filter { !" \t\"'".contains($0) } }

    /// `a`, `a.b` and `a.b.c` of `a.b.c`.
    private static func prefixes(_ name: String) -> [String] {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.indices.map { parts[...$0].joined(separator: ".") }
    }

    private static func error(_ path: String, _ line: Int?, _ message: String) -> ConfigurationError {
        ConfigurationError(problems: [.init(file: path, line: line, key: nil, message: message)])
    }
}
