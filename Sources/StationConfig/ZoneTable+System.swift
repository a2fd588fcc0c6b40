import Glibc
import ProcFS
import StationCore

/// Zones from the PC's own time zone database, which its administrator keeps up to date (package tzdata). Every program
/// reads them there, so that rules and texts agree.
extension ZoneTable {
    /// What is allowed, for messages.
    static let allowedNames = "a time zone of the PC's database (package tzdata), such as \"Asia/Jakarta\""

    private static let folder = "/usr/share/zoneinfo"
    private static let mostBytes = 1 << 20

    /// - Parameter name: a name of the tz database; nil for any other, and for one that this PC doesn't have.
    public init?(named name: String) {
        // Every clock has it, also where the database is missing.
        if ["UTC", "Etc/UTC"].contains(name) {
            self.init(name: name, firstOffset: 0, transitions: [])
            return
        }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isName = parts.allSatisfy { part in
            part.first?.isLetter == true
                && part.utf8.allSatisfy { byte in
                    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                        || [UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+")].contains(byte)
                }
        }
        guard isName, let bytes = Self.read("\(Self.folder)/\(name)") else { return nil }
        self.init(name: name, file: bytes)
    }

    /// The PC's own time zone (localtime(5)).
    public enum OfPC: Hashable, Sendable {
        case known(ZoneTable)
        /// `/etc/localtime` is a file of its own, whose name nobody knows.
        case unnamed
        /// It is one that the database doesn't have.
        case missing(String)
    }

    public static var ofPC: OfPC {
        ofPC(localtime: "/etc/localtime", variable: getenv("TZ").map { String(cString: $0) })
    }

    /// - Parameters:
    ///   - localtime: where the link to the zone is.
    ///   - variable: TZ, which goes before it where it is set (tzset(3)).
    static func ofPC(localtime: String, variable: String?) -> OfPC {
        if let variable, !variable.isEmpty {
            let name = variable.first == ":" ? String(variable.dropFirst()) : variable
            return ZoneTable(named: name).map(OfPC.known) ?? .missing(name)
        }
        var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(localtime, &target, target.count)
        if count < 0 {
            // Without that file it is UTC; what is no link is a copy.
            if errno == ENOENT { return .known(.utc) }
            let copy = read(localtime).flatMap { ZoneTable(name: "UTC", file: $0) }
            return copy == .utc ? .known(.utc) : .unnamed
        }
        let path = String(decoding: target.prefix(count), as: UTF8.self)
        guard let folder = path.firstRange(of: "zoneinfo/") else { return .unnamed }
        let name = String(path[folder.upperBound...])
        return ZoneTable(named: name).map(OfPC.known) ?? .missing(name)
    }

    private static func read(_ path: String) -> [UInt8]? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return ShortFile.read(String(cString: real), atMost: mostBytes)
    }
}
