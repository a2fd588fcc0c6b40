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

/// What one wipe did and what its scan found, before the ledger has given it a number and a digest.
public struct ReceiptDraft: Hashable, Sendable {
    /// The visit that was wiped; nil when a station was wiped of which no visit is known, as at the first start.
    public let visit: VisitID?
    public let startedAt: Moment
    public let finishedAt: Moment
    public let findings: [Finding]

    public init(visit: VisitID?, startedAt: Moment, finishedAt: Moment, findings: [Finding]) {
        self.visit = visit
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.findings = findings
    }

    public var isClean: Bool { findings.isEmpty }
    public var milliseconds: Int64 { (finishedAt.boot - startedAt.boot).wholeMilliseconds }
}

/// A receipt as the ledger keeps it. Each carries the digest of the one before it, so that none can be taken out or
/// changed unseen.
public struct Receipt: Hashable, Sendable {
    public let id: ReceiptID
    public let visit: VisitID?
    public let startedAt: WallTime
    public let finishedAt: WallTime
    public let milliseconds: Int64
    public let findings: [Finding]
    /// SHA-256 over this receipt's fields and `previous`, in lower-case hexadecimal.
    public let digest: String
    /// The digest of the receipt before this one; empty for the first.
    public let previous: String

    public init(
        id: ReceiptID,
        visit: VisitID?,
        startedAt: WallTime,
        finishedAt: WallTime,
        milliseconds: Int64,
        findings: [Finding],
        digest: String,
        previous: String
    ) {
        self.id = id
        self.visit = visit
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.milliseconds = milliseconds
        self.findings = findings
        self.digest = digest
        self.previous = previous
    }

    public var isClean: Bool { findings.isEmpty }
}
