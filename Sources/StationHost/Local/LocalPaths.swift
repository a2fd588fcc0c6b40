import ProcFS
import UnitMessages

/// Where a local station keeps its things: all below one directory.
public struct LocalPaths: Hashable, Sendable {
    /// The directory, absolute and without symbolic links.
    public let root: String

    public init(root: String) { self.root = root }

    public var control: String { "\(root)/control" }
    public var ledger: String { "\(root)/ledger.db" }
    public var templateManifest: String { "\(root)/template.manifest" }
    public var lock: String { "\(root)/lock" }
    public var reports: String { "\(root)/reports" }
    public var quotaKey: String { "\(root)/quota.key" }
    var lockdown: String { "\(root)/lockdown" }
    /// What everybody may know of the station.
    public var publicFolder: String { "\(root)/public" }
    /// What everybody may know of the running visit.
    public var publicVisit: String { "\(publicFolder)/\(Places.publicVisitName)" }

    /// A short mark of this station, so that two stations on one PC do not take each other's visits for theirs
    /// (FNV-1a, 32 bits, of the root path).
    var mark: String {
        let hash = root.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// What the names of this station's homes begin with, in the sandbox.
    var homePrefix: String { "\(Self.homes)/vcd-\(mark)-" }

    /// The home of a sandbox that is only tried; no scan takes it for one of a visit.
    var attemptHome: String { "\(Self.homes)/vcd-attempt-\(mark)" }

    /// /home, which may be a link to another disk.
    private static var homes: String {
        if case .real(let place) = FolderPlace("/home") { place } else { "/home" }
    }
}
