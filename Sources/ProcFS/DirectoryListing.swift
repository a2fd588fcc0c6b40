import Glibc

/// The names in a folder.
public enum DirectoryListing {
    /// Why a folder can't be read: an errno(3).
    public struct Fault: Error {
        public let code: Int32
    }

    /// - Returns: the names without `.` and `..`; nothing for a folder that can't be read.
    public static func names(in folder: String) -> [String] { (try? list(folder)) ?? [] }

    /// - Returns: the names without `.` and `..`.
    public static func list(_ folder: String) throws(Fault) -> [String] {
        guard let stream = opendir(folder) else { throw Fault(code: errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = name(of: entry)
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// The name in what readdir(3) has returned. It is shorter than the structure: what lies behind its end is not read,
    /// as a copy of the structure would.
    public static func name(of entry: UnsafePointer<dirent>) -> String {
        let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
        return String(cString: UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self))
    }
}
