/// One opening for one category, in instants.
public struct Window: Hashable, Sendable {
    public let category: CategoryID
    public let opens: WallTime
    public let closes: WallTime
    /// When its inmates are registered; empty where the clock leaves the whole of that time out.
    public let registration: Range<WallTime>

    /// - Returns: nil where the zone's clock never shows a time of the opening.
    init?(category: CategoryID, day: CalendarDay, times: OpeningTimes, zone: ZoneTable) {
        let ends = ClockReading(day, times.closes, daysLater: times.closes > times.opens ? 0 : 1)
        guard let hull = zone.hull(from: ClockReading(day, times.opens), to: ends) else { return nil }
        let registerFrom = ClockReading(day, times.registerFrom)
        self.category = category
        opens = hull.lowerBound
        closes = hull.upperBound
        if let registration = zone.hull(from: registerFrom, to: ClockReading(day, times.registerUntil)) {
            self.registration = registration
        } else {
            let instant = zone.firstInstant(showing: registerFrom)
            registration = instant..<instant
        }
    }

    public func contains(_ time: WallTime) -> Bool { opens <= time && time < closes }
}
