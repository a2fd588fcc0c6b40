import Glibc

/// The computer that vcctl runs on.
enum ThisPC {
    /// Its name (gethostname(2)).
    static var name: String {
        var buffer = [CChar](repeating: 0, count: Int(HOST_NAME_MAX) + 1)
        guard gethostname(&buffer, buffer.count) == 0 else { return "?" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Where the package has vcd's own programs.
    static let packageFolder = "/usr/lib/vcd/"

    /// One of vcd's own programs: beside this one, or where the package has it.
    ///
    /// - Returns: nil where there is none.
    static func ownProgram(_ name: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let own = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        let beside = own.lastIndex(of: "/").map { String(own[...$0]) } ?? ""
        return [beside, packageFolder].map { $0 + name }.first(where: isProgram)
    }

    static func isProgram(_ path: String) -> Bool { access(path, X_OK) == 0 }
}
