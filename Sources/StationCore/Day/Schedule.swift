/// When visits are: the week by categories, and the days that are not as their weekday is.
public struct Schedule: Hashable, Sendable {
    /// Whether visits are allowed only in its sessions.
    public var isEnforced = false
    /// Whether the PC's clock is believed also while it is not synchronised; otherwise an officer has to confirm it.
    public var trustsClock = true
    public var zone = ZoneTable.utc
    /// How long before a session the PC is to be awake.
    public var preparation: Duration = .seconds(900)
    /// In the order of the configuration.
    public var categories: [VisitCategory] = []
    public var exceptions: [CalendarDay: ScheduleException] = [:]

    public init() {}

    public func category(_ id: CategoryID) -> VisitCategory? { categories.first { $0.id == id } }

    /// The day on the zone's calendars.
    public func day(of time: WallTime) -> CalendarDay { zone.local(time).day }

    /// The openings that belong to a day, in the order of time and then of the configuration; one that crosses
    /// midnight belongs to the day it opens on. One that falls wholly into a time that the clock leaves out is left
    /// out; see ``ZoneTable``.
    public func windows(on day: CalendarDay) -> [Window] {
        plan(of: day)
            .compactMap { Window(category: $0.category, day: day, times: $0.times, zone: zone) }
            .enumerated()
            .sorted { ($0.element.opens, $0.offset) < ($1.element.opens, $1.offset) }
            .map(\.element)
    }

    /// What is planned for a day, in the order of the configuration.
    private func plan(of day: CalendarDay) -> [ScheduleException.Opening] {
        if let exception = exceptions[day] { return exception.openings }
        let weekday = day.weekday
        return categories.flatMap { category in
            category.rules
                .filter { $0.days.contains(weekday) }
                .map { ScheduleException.Opening(category: category.id, times: $0.times) }
        }
    }
}
