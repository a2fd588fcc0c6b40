/// What a host needs to know to start a visit.
public struct VisitOrder: Hashable, Sendable {
    public let id: VisitID
    /// When the visit's dirty mark was set.
    public let markedAt: WallTime
    public let purpose: VisitPurpose

    public init(id: VisitID, markedAt: WallTime, purpose: VisitPurpose) {
        self.id = id
        self.markedAt = markedAt
        self.purpose = purpose
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
