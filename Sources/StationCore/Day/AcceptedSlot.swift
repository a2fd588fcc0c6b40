/// The fair share that an officer, or the configuration, has accepted for the sessions of one day.
public struct AcceptedSlot: Hashable, Sendable {
    public let length: Duration
    public let day: CalendarDay

    public init(length: Duration, day: CalendarDay) {
        self.length = length
        self.day = day
    }
}
