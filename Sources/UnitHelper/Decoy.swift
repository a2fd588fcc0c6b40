import CLinux
import Glibc
import ProcFS
import UnitMessages

/// What the scan plants itself before it looks, under the visitor's account, as a visit would leave it. A scan that
/// doesn't see all of it is blind, and then finds nothing of a visit either.
///
/// It plants in folders of root's, under a name that nobody knew before: no other account can be there first.
struct Decoy {
    /// Where it plants, and what has to be seen there.
    struct Places {
        /// Where a visit could leave a file, if they weren't its own in there: those that there are, wherever they lead.
        static let writable = FolderPlace.real(["/tmp", "/var/tmp", "/dev/shm"])
        static let prefix = ".vcd-decoy-"

        let name = prefix + String(UInt64.random(in: 0 ... .max), radix: 16)
        /// Those where a folder could be made: on a full disk none can, for whoever it is.
        var folders: [String] = []

        /// What the scan has to see.
        var expected: [String] {
            folders.map { "\($0)/\(name)" } + [
                "/dev/mqueue/\(name)", "process", "mount", "open-file", "owned-file", "kept-namespace", "sysv-ipc",
            ]
        }
    }

    private let visitor: Visitor
    private let planted: vcd_decoy
    let places: Places

    var pid: pid_t { planted.pid }

    /// The device of its mount, as `major:minor`.
    let device: String

    /// What the scan has to see. What could not be planted, since others have taken all that there is of it, is there to be
    /// seen in those: the kernel refuses it for no other reason (ENOSPC of mq_open(3) and shmget(2)).
    var expected: [String] {
        places.expected.filter { name in
            switch name {
            case "sysv-ipc": planted.has_segment != 0
            case "/dev/mqueue/\(places.name)": planted.has_queue != 0
            default: true
            }
        }
    }

    /// - Throws: ``HelperError`` when something can't be planted; then nothing of it stays.
    init(as visitor: Visitor) throws(HelperError) {
        self.visitor = visitor
        Self.removeOlder(of: visitor)
        var places = Places()
        for place in Places.writable {
            if let folder = try Self.makeFolder(in: place, named: places.name, for: visitor) {
                places.folders.append(folder)
            }
        }
        self.places = places
        var planted = vcd_decoy()
        let result = places.withFolders { folders in
            vcd_decoy_start(&planted, visitor.uid, visitor.gid, UnitMessages.Places.mountSource, folders, places.name)
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
        places.withFolders { vcd_decoy_stop(&planted, visitor.uid, visitor.gid, $0, places.name) }
        for folder in places.folders { rmdir(folder) }
    }

    /// Root's folder, in which the visitor's group may write and nobody else.
    ///
    /// - Returns: nil where there is no room for one.
    private static func makeFolder(in place: String, named name: String, for visitor: Visitor) throws(HelperError)
        -> String?
    {
        let path = "\(place)/\(name)"
        guard mkdir(path, 0o700) == 0 else {
            if [ENOSPC, EDQUOT].contains(errno) { return nil }
            throw .system("The scan cannot make its decoy's folder in \(place)")
        }
        let folder = vcd_open_directory(path)
        defer { close(folder) }
        guard folder >= 0, fchown(folder, uid_t.max, visitor.gid) == 0, fchmod(folder, 0o730) == 0 else {
            let reason = errno
            rmdir(path)
            errno = reason
            throw .system("The scan cannot make its decoy's folder in \(place)")
        }
        return path
    }

    /// What a scan left that was killed, or ended by a power cut: an empty file in a folder that root alone can have made, and
    /// a queue of the name that such a folder has in memory.
    private static func removeOlder(of visitor: Visitor) {
        for place in Places.writable {
            for name in DirectoryListing.names(in: place) where name.hasPrefix(Places.prefix) {
                let folder = vcd_open_directory("\(place)/\(name)")
                guard folder >= 0 else { continue }
                defer { close(folder) }
                var status = stat()
                guard fstat(folder, &status) == 0, status.st_uid == 0 else { continue }
                if fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_size == 0,
                    status.st_mode & S_IFMT == S_IFREG
                {
                    unlinkat(folder, name, 0)
                }
                vcd_decoy_forget(visitor.uid, visitor.gid, name)
                rmdir("\(place)/\(name)")
            }
        }
    }
}

extension Decoy.Places {
    func withFolders<Result>(_ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result) -> Result {
        let copies = folders.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies.map { UnsafePointer($0) } + [nil])
    }
}
