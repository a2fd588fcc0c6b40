/// Where a program is that a command names.
enum ProgramFile: Hashable, Sendable {
    case found(String)
    /// It is there, but this account may not run it.
    case notExecutable(String)
    case missing

    /// Where programs of a name without a slash are looked for.
    static let folders = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/games"]

    static func named(_ name: String, in files: PCFiles) -> ProgramFile {
        let places = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
        if let found = places.first(where: files.isProgram) { return .found(found) }
        return places.first(where: files.exists).map { .notExecutable($0) } ?? .missing
    }
}
