import StationConfig
import StationCore
import TestSupport

/// Loads configurations that tests write as text.
enum ConfigurationText {
    /// - Parameter clients: files of known call programs, by their names.
    static func load(
        _ text: String,
        dropIns: [String: String] = [:],
        clients: [String: String] = [:]
    ) throws -> Configuration {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.write("vcd.toml", text)
        for (name, text) in dropIns { try folder.write("vcd.toml.d/\(name)", text) }
        for (name, text) in clients { try folder.write("clients.d/\(name)", text) }
        return try ConfigurationLoader.load(file: file)
    }

    /// What is wrong, as `FILE:LINE: KEY: MESSAGE`, the main file without its name.
    static func problems(_ text: String, dropIns: [String: String] = [:]) -> [String] {
        do {
            _ = try load(text, dropIns: dropIns)
            return []
        } catch let error as ConfigurationError {
            return error.problems.map { problem in
                let name = problem.file.split(separator: "/").last.map(String.init) ?? problem.file
                let line = problem.line.map(String.init) ?? "-"
                let place = name == "vcd.toml" ? line : "\(name):\(line)"
                return "\(place): \(problem.key ?? "-"): \(problem.message)"
            }
        } catch {
            return ["\(error)"]
        }
    }
}
