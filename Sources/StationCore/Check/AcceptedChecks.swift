/// The failing checks that a supervisor has accepted for one day.
public struct AcceptedChecks: Hashable, Sendable {
    public let day: CalendarDay
    public let names: [CheckName]

    public init(day: CalendarDay, names: [CheckName]) {
        self.day = day
        self.names = names
    }
}
