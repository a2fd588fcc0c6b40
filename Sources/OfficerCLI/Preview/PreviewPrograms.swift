import Glibc

/// What a preview needs of the PC that it runs on.
enum PreviewPrograms {
    /// Why a browser or a call program could not show anything.
    static func checkDesktop() throws(PreviewError) {
        guard value(of: "DISPLAY") != nil || value(of: "WAYLAND_DISPLAY") != nil else { throw .noDisplay }
        // Browsers refuse to run as root, and rightly so.
        guard geteuid() != 0 else { throw .isRoot }
    }

    /// One of vcd's own programs: beside this one, or where the package has it.
    static func own(_ name: String) throws(PreviewError) -> String {
        guard let path = ThisPC.ownProgram(name) else { throw .noProgram(name) }
        return path
    }

    /// A program of the PC's, by the names that it can have.
    static func installed(_ names: [String]) -> String? {
        let folders = value(of: "PATH")?.split(separator: ":") ?? []
        return names.lazy.flatMap { name in folders.map { "\($0)/\(name)" } }.first(where: ThisPC.isProgram)
    }

    private static func value(of name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Why there is no preview.
enum PreviewError: Error {
    case noDisplay
    case isRoot
    /// One that is missing.
    case noProgram(String)
    case noFolder
    /// One that did not come up, with the last that it said.
    case notStarted(String, String)
    /// A configuration that is not there.
    case noConfiguration(String)
}
