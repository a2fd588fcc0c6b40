import FoundationEssentials
import StationCore

/// The configuration that is in force on a PC where several programs follow it: one file with the text of all, replaced
/// whole. What is edited meanwhile reaches none of them.
public struct ConfigurationSnapshot: Sendable {
    /// The snapshot, written.
    public let bytes: [UInt8]
    public let configuration: Configuration

    /// Reads the files of today.
    ///
    /// - Parameter file: the main file's path.
    /// - Throws: ``ConfigurationError`` with everything that is wrong.
    public init(taking file: String) throws(ConfigurationError) {
        let sources = try ConfigurationSources(file: file)
        configuration = try sources.configuration()
        do {
            bytes = Array(try JSONEncoder().encode(sources))
        } catch {
            throw Self.unreadable(file, "cannot be kept: \(error)")
        }
    }

    /// Reads a snapshot that was written before.
    ///
    /// - Throws: ``ConfigurationError`` when there is none, or this version takes it no more.
    public init(kept path: String) throws(ConfigurationError) {
        let sources: ConfigurationSources
        do {
            let data = try Data(contentsOf: URL(filePath: path))
            sources = try JSONDecoder().decode(ConfigurationSources.self, from: data)
            bytes = Array(data)
        } catch {
            throw Self.unreadable(path, "holds no configuration that is in force")
        }
        configuration = try sources.configuration()
    }

    static func unreadable(_ path: String, _ message: String) -> ConfigurationError {
        ConfigurationError(problems: [.init(file: path, line: nil, key: nil, message: message)])
    }
}
