/// What a host needs to know to start a visit.
public struct VisitOrder: Hashable, Sendable {
    public let id: VisitID
    public let length: Duration
    public let ticket: String?
    /// When the visit's dirty mark was set.
    public let markedAt: WallTime
    public let purpose: VisitPurpose

    public init(
        id: VisitID,
        length: Duration,
        ticket: String?,
        markedAt: WallTime,
        purpose: VisitPurpose = .call
    ) {
        self.purpose = purpose
        self.id = id
        self.length = length
        self.ticket = ticket
        self.markedAt = markedAt
    }
}

/// What a scan knows of the visit that it looks for.
public struct VisitTrace: Hashable, Sendable {
    public let id: VisitID
    /// When the visit's dirty mark was written: nothing of the visit is older.
    public let since: WallTime

    public init(id: VisitID, since: WallTime) {
        self.id = id
        self.since = since
    }
}
