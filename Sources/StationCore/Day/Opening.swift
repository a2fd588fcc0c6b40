/// The times of an opening on the clocks of the schedule's zone.
public struct OpeningTimes: Hashable, Sendable {
    public var opens: TimeOfDay
    /// On the next day where it is not after `opens`.
    public var closes: TimeOfDay
    public var registerFrom: TimeOfDay
    public var registerUntil: TimeOfDay

    public init(opens: TimeOfDay, closes: TimeOfDay, registerFrom: TimeOfDay, registerUntil: TimeOfDay) {
        self.opens = opens
        self.closes = closes
        self.registerFrom = registerFrom
        self.registerUntil = registerUntil
    }
}

/// An opening that comes every week.
public struct WeeklyWindow: Hashable, Sendable {
    public let days: Set<Weekday>
    public let times: OpeningTimes

    public init(days: Set<Weekday>, times: OpeningTimes) {
        self.days = days
        self.times = times
    }
}

/// A day that is not as its weekday is.
public struct ScheduleException: Hashable, Sendable {
    public let reason: LocalText
    /// All of the day's openings; none where it is closed.
    public let openings: [Opening]

    public struct Opening: Hashable, Sendable {
        public let category: CategoryID
        public let times: OpeningTimes

        public init(category: CategoryID, times: OpeningTimes) {
            self.category = category
            self.times = times
        }
    }

    public init(reason: LocalText, openings: [Opening]) {
        self.reason = reason
        self.openings = openings
    }
}
