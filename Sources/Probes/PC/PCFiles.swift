import Glibc
import ProcFS

/// The PC's files, below a folder that stands for `/`.
struct PCFiles: Sendable {
    let root: String

    init(_ root: String = "") { self.root = root }

    /// - Returns: nothing for a file that can't be read.
    func text(_ path: String) -> String { ProcessTable.read(root + path) }

    /// The first line, without the blanks around it.
    func line(_ path: String) -> String { text(path).prefix { !$0.isNewline }.trimmed }

    func number(_ path: String) -> Int64? { Int64(line(path)) }

    /// The names in a folder, in order.
    func names(_ folder: String) -> [String] { DirectoryListing.names(in: root + folder).sorted() }

    func exists(_ path: String) -> Bool { access(root + path, F_OK) == 0 }

    func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(root + path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether this account may run it.
    func isProgram(_ path: String) -> Bool { access(root + path, X_OK) == 0 && !isFolder(path) }

    /// What a symbolic link points to.
    func link(_ path: String) -> String? { ProcessTable.link(root + path) }

    /// The path without symbolic links.
    func real(_ path: String) -> String? {
        guard let pointer = realpath(root + path, nil) else { return nil }
        defer { free(pointer) }
        return String(cString: pointer)
    }
}

extension StringProtocol {
    /// Without the blanks around it.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }

    var words: [SubSequence] { split(whereSeparator: \.isWhitespace) }

    var lines: [SubSequence] { split(whereSeparator: \.isNewline) }

    /// What comes after the last slash.
    var lastPart: String { String(split(separator: "/").last ?? "") }
}
