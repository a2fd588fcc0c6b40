import ProcFS
import Glibc
import StationCore

/// Reads the configuration: the main file, and over it the drop-ins `FILE.d/*.toml` in the order of their names.
public enum ConfigurationLoader {
    private static let dropInEnding = ".toml"

    /// - Parameter file: the main file's path.
    /// - Throws: ``ConfigurationError`` with everything that is wrong; then nothing of it holds.
    public static func load(file: String) throws(ConfigurationError) -> Configuration {
        var draft = ConfigurationDraft(clients: ClientFiles(besides: file))
        try draft.take(ConfigurationFile(path: file))
        let folder = "\(file).d"
        let names = try Self.names(in: folder)
            .filter { $0.hasSuffix(dropInEnding) && !$0.hasPrefix(".") }
            .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        for name in names { try draft.take(ConfigurationFile(path: "\(folder)/\(name)")) }
        return try draft.finished(mainFile: file)
    }

    /// Drop-ins that can't be seen are not passed over: what they say would silently not hold.
    private static func names(in folder: String) throws(ConfigurationError) -> [String] {
        do throws(DirectoryListing.Fault) {
            return try DirectoryListing.list(folder)
        } catch {
            var status = stat()
            // None is needed; a link that leads nowhere is one.
            if error.code == ENOENT, lstat(folder, &status) != 0 { return [] }
            let message = "cannot be read as the folder of drop-ins: \(String(cString: strerror(error.code)))"
            throw ConfigurationError(problems: [.init(file: folder, line: nil, key: nil, message: message)])
        }
    }
}
