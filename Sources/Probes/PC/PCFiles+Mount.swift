import ProcFS

extension PCFiles {
    /// The mount that a path is in: the longest that leads to it, and of those the last, which covers the others.
    ///
    /// - Parameter path: one that need not exist yet.
    func mount(of path: String) -> Mount? {
        let real = root.isEmpty ? real(path) ?? path : path
        return MountTable.mounts(in: text("/proc/self/mountinfo"))
            .filter { mount in
                let place = Self.unescaped(mount.place)
                return place == "/" || real == place || real.hasPrefix("\(place)/")
            }
            .enumerated()
            .max { ($0.element.place.utf8.count, $0.offset) < ($1.element.place.utf8.count, $1.offset) }?
            .element
    }

    /// mountinfo writes blanks, line ends and backslashes as three octal digits (proc_pid_mountinfo(5)).
    private static func unescaped(_ place: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(place.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(3), as: UTF8.self)
            if byte == UInt8(ascii: "\\"), digits.utf8.count == 3, let code = UInt8(digits, radix: 8) {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
