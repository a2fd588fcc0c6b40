/// Something a scan found that should not be there.
public struct Finding: Hashable, Sendable {
    /// Where the scan looked: `process`, `mount`, `open-file`, `file`, `shared-memory`, `sysv-ipc`, …
    public let place: String
    /// What it found there, without the content of what it found.
    public let detail: String

    public init(place: String, detail: String) {
        self.place = place
        self.detail = detail
    }
}

/// A place that a wipe destroyed.
public struct DestroyedPlace: Hashable, Sendable {
    public let place: String
    /// How much the visit had written there; nil where nobody can tell any more.
    public let bytes: Int64?

    public init(place: String, bytes: Int64?) {
        self.place = place
        self.bytes = bytes
    }
}

/// How much of one kind a scan looked at, so that a scan that saw nothing is told from one that found nothing.
public struct SearchedPlace: Hashable, Sendable {
    public let place: String
    public let count: Int

    public init(place: String, count: Int) {
        self.place = place
        self.count = count
    }
}

/// How far a scan looks.
public enum ScanDepth: String, Hashable, Sendable, CaseIterable {
    /// Every place that a visit could have written to.
    case visit
    /// Everything there is.
    case everything
}

/// What a scan looked at and what it found.
public struct ScanResult: Hashable, Sendable {
    public let findings: [Finding]
    public let searched: [SearchedPlace]

    public init(findings: [Finding], searched: [SearchedPlace]) {
        self.findings = findings
        self.searched = searched
    }
}

/// What a receipt says of the station that the wipe was made on.
public struct StationFacts: Hashable, Sendable {
    /// vcd's.
    public let version: String
    /// The kernel's release (uname(2)).
    public let kernel: String
    /// The digest of the template that fresh homes are made of; nil where there is none.
    public let template: String?
    /// What the client leaves elsewhere and no wipe here reaches, as the configuration declares it.
    public let remoteTraces: [String]

    public init(version: String, kernel: String, template: String?, remoteTraces: [String]) {
        self.version = version
        self.kernel = kernel
        self.template = template
        self.remoteTraces = remoteTraces
    }
}

/// What one wipe did and what its scan found, before the ledger has given it a number and a digest.
public struct ReceiptDraft: Hashable, Sendable {
    /// The visit that was wiped; nil when a station was wiped of which no visit is known, as at the first start.
    public let visit: VisitID?
    public let startedAt: Moment
    public let finishedAt: Moment
    /// How the client ended; nil where none ran.
    public let closed: ClientExit?
    public let destroyed: [DestroyedPlace]
    public let depth: ScanDepth
    public let scan: ScanResult
    /// An officer said that what the client left elsewhere is gone.
    public let confirmsRemote: Bool

    public init(
        visit: VisitID?,
        startedAt: Moment,
        finishedAt: Moment,
        closed: ClientExit?,
        destroyed: [DestroyedPlace],
        depth: ScanDepth,
        scan: ScanResult,
        confirmsRemote: Bool = false
    ) {
        self.confirmsRemote = confirmsRemote
        self.visit = visit
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.closed = closed
        self.destroyed = destroyed
        self.depth = depth
        self.scan = scan
    }

    public var isClean: Bool { scan.findings.isEmpty }
    public var milliseconds: Int64 { (finishedAt.boot - startedAt.boot).wholeMilliseconds }
}

/// A receipt as the ledger keeps it. Each carries the digest of the one before it, so that none can be taken out or
/// changed unseen. It carries no personal data.
public struct Receipt: Hashable, Sendable {
    public let id: ReceiptID
    public let visit: VisitID?
    public let startedAt: WallTime
    public let finishedAt: WallTime
    public let milliseconds: Int64
    /// How the client ended, in words; nil where none ran.
    public let closed: String?
    public let destroyed: [DestroyedPlace]
    public let depth: ScanDepth
    public let scan: ScanResult
    public let facts: StationFacts
    /// An officer said that the remote traces are gone.
    public let confirmsRemote: Bool
    /// SHA-256 over this receipt's other fields, in lower-case hexadecimal.
    public let digest: String
    /// The digest of the receipt before this one; empty for the first.
    public let previous: String

    public init(
        id: ReceiptID,
        visit: VisitID?,
        startedAt: WallTime,
        finishedAt: WallTime,
        milliseconds: Int64,
        closed: String?,
        destroyed: [DestroyedPlace],
        depth: ScanDepth,
        scan: ScanResult,
        facts: StationFacts,
        confirmsRemote: Bool = false,
        digest: String,
        previous: String
    ) {
        self.id = id
        self.visit = visit
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.milliseconds = milliseconds
        self.closed = closed
        self.destroyed = destroyed
        self.depth = depth
        self.scan = scan
        self.facts = facts
        self.confirmsRemote = confirmsRemote
        self.digest = digest
        self.previous = previous
    }

    public var isClean: Bool { scan.findings.isEmpty }
    public var findings: [Finding] { scan.findings }
}
