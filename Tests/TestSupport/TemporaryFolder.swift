import Glibc

/// A folder of one test's own, that everybody may enter.
public struct TemporaryFolder {
    public let path: String

    public init() throws {
        var template = Array("/tmp/vcd-unit-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failed() }
        path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        chmod(path, 0o755)
    }

    public struct Failed: Error {}

    @discardableResult
    public func write(_ name: String, _ text: String) throws -> String {
        let file = "\(path)/\(name)"
        for slash in name.indices where name[slash] == "/" { mkdir("\(path)/\(name[..<slash])", 0o755) }
        guard let stream = fopen(file, "w") else { throw Failed() }
        fputs(text, stream)
        fclose(stream)
        return file
    }

    public func remove() { removeTree(path) }

    /// Also where folders are below more others than a path can name, or have names that are no text.
    public func removeHoweverDeep() {
        var pid: pid_t = 0
        let words: [String] = ["/bin/rm", "-rf", path]
        var arguments = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        guard posix_spawn(&pid, "/bin/rm", nil, nil, arguments, environ) == 0 else { return }
        waitpid(pid, nil, 0)
    }

    private func removeTree(_ folder: String) {
        guard let stream = opendir(folder) else { return }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        closedir(stream)
        for name in names where unlink("\(folder)/\(name)") != 0 { removeTree("\(folder)/\(name)") }
        rmdir(folder)
    }
}
