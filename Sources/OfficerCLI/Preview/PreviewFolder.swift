import FoundationEssentials
import Glibc

/// A folder of a preview's own, which goes with it.
struct PreviewFolder {
    let path: String

    init() throws(PreviewError) {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/vcd-preview-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .noFolder }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    /// The lines of one of its files.
    func lines(of name: String) -> [String] {
        let text = FileManager.default.contents(atPath: "\(path)/\(name)").map { String(decoding: $0, as: UTF8.self) }
        return text?.split(whereSeparator: \.isNewline).map(String.init) ?? []
    }

    /// Lays the preview's own settings over a configuration, which stays as it is.
    ///
    /// - Returns: the file to give to vcd.
    func configuration(over file: String, _ dropIn: String) throws(PreviewError) -> String {
        let files = FileManager.default
        guard access(file, R_OK) == 0, let real = realpath(file, nil) else { throw .noConfiguration(file) }
        defer { free(real) }
        let main = String(cString: real)
        let beside = main.lastIndex(of: "/").map { String(main[..<$0]) } ?? ""
        let own = "\(path)/vcd.toml"
        do {
            try files.createSymbolicLink(atPath: own, withDestinationPath: main)
            try files.createDirectory(atPath: "\(own).d", withIntermediateDirectories: false)
            for name in (try? files.contentsOfDirectory(atPath: "\(main).d")) ?? [] where name.hasSuffix(".toml") {
                try files.createSymbolicLink(atPath: "\(own).d/\(name)", withDestinationPath: "\(main).d/\(name)")
            }
            try files.createSymbolicLink(atPath: "\(path)/clients.d", withDestinationPath: "\(beside)/clients.d")
            // The last of all by its name.
            try Data(dropIn.utf8).write(to: URL(filePath: "\(own).d/~preview.toml"))
        } catch {
            throw .noFolder
        }
        return own
    }
}
