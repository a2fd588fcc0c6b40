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

    var names: [String] {
        Set(folders.flatMap(DirectoryListing.names).filter { $0.hasSuffix(Self.ending) && !$0.hasPrefix(".") })
            .map { String($0.dropLast(Self.ending.count)) }.sorted()
    }

    /// - Returns: the path; nil when there is no such file.
    func path(of name: String) -> String? {
        guard names.contains(name) else { return nil }
        return folders.first { DirectoryListing.names(in: $0).contains(name + Self.ending) }.map {
            "\($0)/\(name)\(Self.ending)"
        }
    }
}
