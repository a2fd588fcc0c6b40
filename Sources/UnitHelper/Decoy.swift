import CLinux
import Glibc
import ProcFS
import UnitMessages

/// What the scan plants itself before it looks, under the visitor's account, as a visit would leave it. A scan that
/// doesn't see all of it is blind, and then finds nothing of a visit either.
struct Decoy {
    static let name = ".vcd-decoy"
    /// Where a visit could leave a file, if they weren't its own in there: those that there are, wherever they lead.
    static let places = FolderPlace.real(["/tmp", "/var/tmp", "/dev/shm"])
    /// Where it leaves a file: systemd makes the one of these that is missing, for root alone.
    static let folders = places.filter { place in
        var status = stat()
        return stat(place, &status) == 0 && status.st_mode & 0o002 != 0
    }

    private let visitor: Visitor
    private let planted: vcd_decoy

    var pid: pid_t { planted.pid }

    /// The device of its mount, as `major:minor`.
    let device: String

    /// - Throws: ``HelperError`` when something can't be planted; then nothing of it stays.
    init(as visitor: Visitor) throws(HelperError) {
        self.visitor = visitor
        var planted = vcd_decoy()
        let result = Self.withFolders { folders in
            vcd_decoy_start(&planted, visitor.uid, visitor.gid, Places.mountSource, folders, Self.name)
        }
        self.planted = planted
        device = withUnsafeBytes(of: planted.device) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        guard result == 0, !device.hasPrefix("!") else {
            remove()
            let knobs = NamespaceKnob.refusing()
            guard knobs.isEmpty else {
                throw HelperError(
                    "The scan cannot prove that it sees: \(NamespaceKnob.reason(knobs)).",
                    remedy: NamespaceKnob.remedy(knobs)
                )
            }
            throw HelperError(
                "The scan cannot prove that it sees: its decoy could not be planted (\(device.dropFirst())).",
                remedy: "Restart the PC; if it stays, call the administrator."
            )
        }
    }

    func remove() {
        var planted = planted
        Self.withFolders { vcd_decoy_stop(&planted, visitor.uid, visitor.gid, $0, Self.name) }
    }

    /// What the scan has to see of it.
    static var expected: [String] {
        folders.map { "\($0)/\(name)" } + [
            "/dev/mqueue/\(name)", "process", "mount", "open-file", "owned-file", "kept-namespace", "sysv-ipc",
        ]
    }

    private static func withFolders<Result>(_ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result) -> Result {
        let copies = folders.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies.map { UnsafePointer($0) } + [nil])
    }
}
