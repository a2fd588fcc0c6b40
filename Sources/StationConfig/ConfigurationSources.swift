import Glibc
import ProcFS
import StationCore

/// The files that make a configuration, as they were read at one time: the main file, the drop-ins laid over it in their
/// order, and the call programs that one of them may name.
struct ConfigurationSources: Codable, Hashable, Sendable {
    /// One file: its path, for messages, and its text, or why there is none.
    struct Source: Codable, Hashable, Sendable {
        enum Content: Codable, Hashable, Sendable {
            case text(String)
            case unreadable(String)
        }

        let path: String
        let content: Content
    }

    let main: Source
    let dropIns: [Source]
    /// By the program's name.
    let clients: [String: Source]

    private static let dropInEnding = ".toml"
    private static let mostBytes = 1 << 20

    /// Reads the files of today.
    ///
    /// - Parameter file: the main file's path.
    /// - Throws: ``ConfigurationError`` when the folder of drop-ins can't be seen.
    init(file: String) throws(ConfigurationError) {
        main = Self.read(file)
        let folder = "\(file).d"
        dropIns = try Self.names(in: folder)
            .filter { $0.hasSuffix(Self.dropInEnding) && !$0.hasPrefix(".") }
            .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
            .map { Self.read("\(folder)/\($0)") }
        clients = ClientFiles(besides: file).paths.mapValues { Self.read($0) }
    }

    /// Lays the files over each other.
    ///
    /// - Throws: ``ConfigurationError`` with everything that is wrong; then nothing of it holds.
    func configuration() throws(ConfigurationError) -> Configuration {
        var draft = ConfigurationDraft(clients: clients)
        try draft.take(ConfigurationFile(main))
        for source in dropIns { try draft.take(ConfigurationFile(source)) }
        return try draft.finished(mainFile: main.path)
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

    private static func read(_ path: String) -> Source { Source(path: path, content: content(of: path)) }

    private static func content(of path: String) -> Source.Content {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .unreadable("cannot be read: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { return .unreadable("cannot be read: \(String(cString: strerror(errno)))") }
            if count == 0 { break }
            bytes += chunk[..<count]
            guard bytes.count <= mostBytes else { return .unreadable("is over \(mostBytes) bytes long") }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { return .unreadable("is not UTF-8 text") }
        return .text(text)
    }
}
