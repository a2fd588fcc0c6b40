import Glibc

/// What stands at the place of a folder: a PC may have a link there, or nothing.
public enum FolderPlace: Hashable, Sendable {
    /// A folder; its path, without symbolic links.
    case real(String)
    /// Nothing, or a link that leads nowhere.
    case missing
    /// Something else, or what can't be looked at.
    case other

    public init(_ path: String) {
        guard let resolved = realpath(path, nil) else {
            self = errno == ENOENT ? .missing : .other
            return
        }
        defer { free(resolved) }
        var status = stat()
        let isFolder = stat(resolved, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        self = isFolder ? .real(String(cString: resolved)) : .other
    }

    /// The folders among these, each once, by the paths that they have without links.
    public static func real(_ paths: [String]) -> [String] {
        paths.reduce(into: []) { found, path in
            if case .real(let place) = FolderPlace(path), !found.contains(place) { found.append(place) }
        }
    }
}
