import Glibc
import TOMLKit

/// One configuration file, parsed, with the places of its keys.
struct ConfigurationFile {
    let path: String
    let table: TOMLTable
    private let lines: [Substring]

    private static let mostBytes = 1 << 20

    init(path: String) throws(ConfigurationError) {
        self.path = path
        let text = try Self.read(path)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw Self.error(path, error.source.begin.line, "no valid TOML: \(error.description)")
        } catch {
            throw Self.error(path, nil, "\(error)")
        }
    }

    /// The line of a key, counted from 1. TOMLKit gives no places of values, so the text is searched: first the
    /// table's heading, then the key below it.
    func line(of key: String?, in tableName: String) -> Int? {
        var current = ""
        for (index, line) in lines.enumerated() {
            let text = line.drop { $0 == " " || $0 == "\t" }
            if text.hasPrefix("[") {
                current = String(text.drop { $0 == "[" }.prefix { $0 != "]" }).filter { $0 != " " && $0 != "\"" }
                if key == nil && current == tableName { return index + 1 }
            } else if let key, current == tableName {
                let name = text.prefix { $0 != "=" }.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
                if name == key { return index + 1 }
            } else if current.isEmpty {
                let name = text.prefix { $0 != "=" && $0 != "." }.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
                if name == tableName { return index + 1 }
            }
        }
        return nil
    }

    private static func read(_ path: String) throws(ConfigurationError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw error(path, nil, "cannot be read: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw error(path, nil, "cannot be read: \(String(cString: strerror(errno)))") }
            if count == 0 { break }
            bytes += chunk[..<count]
            guard bytes.count <= mostBytes else { throw error(path, nil, "is over \(mostBytes) bytes long") }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw error(path, nil, "is not UTF-8 text")
        }
        return text
    }

    private static func error(_ path: String, _ line: Int?, _ message: String) -> ConfigurationError {
        ConfigurationError(problems: [.init(file: path, line: line, key: nil, message: message)])
    }
}
