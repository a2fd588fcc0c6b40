import ProcFS

/// The files of known call programs, `clients.d/NAME.toml`: beside the configuration, and as the package has them.
struct ClientFiles {
    private let folders: [String]

    private static let shipped = ["/usr/local/share/vcd/clients.d", "/usr/share/vcd/clients.d"]
    private static let ending = ".toml"
    /// What such a file may say.
    static let tables = ["client", "checks", "home"]

    /// - Parameter configuration: the main file's path.
    init(besides configuration: String) {
        let folder = configuration.lastIndex(of: "/").map { String(configuration[..<$0]) } ?? "."
        folders = ["\(folder)/clients.d"] + Self.shipped
    }

    /// Where each is, by its name.
    var paths: [String: String] {
        folders.reduce(into: [:]) { paths, folder in
            for file in DirectoryListing.names(in: folder) where file.hasSuffix(Self.ending) && !file.hasPrefix(".") {
                let name = String(file.dropLast(Self.ending.count))
                paths[name] = paths[name] ?? "\(folder)/\(file)"
            }
        }
    }
}
