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
    public static func name(of entry: UnsafePointer<dirent>) -> String { String(cString: bytes(of: entry)) }

    /// The name as it is, which need be no text: until the folder is read on.
    public static func bytes(of entry: UnsafePointer<dirent>) -> UnsafePointer<CChar> {
        let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
        return UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
    }

    /// What it is, as `DT_REG` and its like.
    public static func type(of entry: UnsafePointer<dirent>) -> UInt8 {
        let offset = MemoryLayout<dirent>.offset(of: \.d_type) ?? 0
        return UnsafeRawPointer(entry).load(fromByteOffset: offset, as: UInt8.self)
    }
}
