import Glibc
import StationCore

/// How full a file system is (statvfs(3)).
struct DiskSpace: Hashable, Sendable {
    /// Below this, the ledger may not be able to note what happens.
    static let leastBytes: Int64 = 50_000_000
    static let fewBytes: Int64 = 500_000_000
    static let fewPercent = 5
    static let leastFiles: Int64 = 100
    static let fewFiles: Int64 = 1_000

    /// What is left for others than root, in bytes.
    let free: Int64
    let total: Int64
    /// How many files can be made yet; nil where the file system sets no limit.
    let freeFiles: Int64?

    init(free: Int64, total: Int64, freeFiles: Int64?) {
        self.free = free
        self.total = total
        self.freeFiles = freeFiles
    }

    /// Of the file system that a path is on, or the nearest folder above it that exists.
    init?(of path: String) {
        var status = statvfs()
        var place = path[...]
        while statvfs(String(place), &status) != 0 {
            guard errno == ENOENT, let slash = place.lastIndex(of: "/"), place != "/" else { return nil }
            place = slash == place.startIndex ? "/" : place[..<slash]
        }
        let unit = Int64(status.f_frsize)
        self.init(
            free: Int64(clamping: status.f_bavail) * unit,
            total: Int64(clamping: status.f_blocks) * unit,
            freeFiles: status.f_files == 0 ? nil : Int64(clamping: status.f_favail)
        )
    }

    var percent: Int { total > 0 ? Int(free * 100 / total) : 0 }

    /// Such as `12 GB`.
    static func text(_ bytes: Int64) -> String {
        bytes < 10_000_000_000 ? "\(bytes / 1_000_000) MB" : "\(bytes / 1_000_000_000) GB"
    }

    var concerns: [Concern] { [room, files].compactMap { $0 } }

    private var room: Concern? {
        let detail = LocalText(
            "only \(Self.text(free)) free on the disk (\(percent) %)",
            "hanya \(Self.text(free)) bebas di disk (\(percent) %)"
        )
        if free < Self.leastBytes { return .fail(detail, Self.remedy) }
        return free < Self.fewBytes || percent < Self.fewPercent ? .warn(detail, Self.remedy) : nil
    }

    private var files: Concern? {
        guard let freeFiles, freeFiles < Self.fewFiles else { return nil }
        let detail = LocalText(
            "the disk can take only \(freeFiles) more files",
            "disk hanya dapat menerima \(freeFiles) berkas lagi"
        )
        return freeFiles < Self.leastFiles ? .fail(detail, Self.remedy) : .warn(detail, Self.remedy)
    }

    private static let remedy = LocalText(
        "The administrator makes room, with 'apt-get clean' and 'journalctl --vacuum-size=100M'.",
        "Administrator mengosongkan disk dengan 'apt-get clean' dan 'journalctl --vacuum-size=100M'."
    )
}
