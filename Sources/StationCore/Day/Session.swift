/// A time in which the station is open without a break.
public struct Session: Hashable, Sendable {
    /// Whose schedule and roster hold; the day before's, where it has crossed midnight.
    public let day: CalendarDay
    public let opens: WallTime
    public let closes: WallTime
    /// The categories whose windows are open at the instant that was asked about, in the order of the configuration.
    public let categories: [CategoryID]

    public init(day: CalendarDay, opens: WallTime, closes: WallTime, categories: [CategoryID]) {
        self.day = day
        self.opens = opens
        self.closes = closes
        self.categories = categories
    }
}

extension Schedule {
    /// How far ``nextSession(after:)`` and ``nextChange(after:)`` look.
    public static let horizonDays = 400

    /// The session that is open at an instant. Windows of one day that overlap or touch are one session. One that
    /// crosses midnight ends where one of a later day begins, since from there on that day's roster holds.
    public func session(at time: WallTime) -> Session? {
        // A session belongs to the day on the calendar or to the one before. Where the clock is set back over midnight,
        // a day can begin, be the day before again, and begin once more.
        let today = day(of: time)
        for distance in [1, 0, -1, -2] {
            guard let day = today.adding(days: distance) else { continue }
            if let stretch = stretches(on: day).first(where: { $0.opens <= time && time < $0.closes }) {
                return session(stretch, on: day, at: time)
            }
        }
        return nil
    }

    /// The first session that opens after an instant, with the categories that it opens with.
    /// - Returns: nil when there is none within ``horizonDays`` days.
    public func nextSession(after time: WallTime) -> Session? {
        for day in daysAhead(of: time) {
            if let stretch = stretches(on: day).first(where: { $0.opens > time }) {
                return session(stretch, on: day, at: stretch.opens)
            }
        }
        return nil
    }

    /// The next instant from which on ``session(at:)`` answers differently: a session opens or closes, or one of its
    /// categories does.
    /// - Returns: nil when there is none within ``horizonDays`` days.
    public func nextChange(after time: WallTime) -> WallTime? {
        for day in daysAhead(of: time) {
            // What is open on a day or closes on it can belong to the days around it.
            let windows = [-2, -1, 0, 1, 2].compactMap(day.adding(days:)).flatMap(windows(on:))
            let instants = windows.flatMap { [$0.opens, $0.closes] }.filter { $0 > time }.sorted()
            let change = instants.first { instant in
                session(at: instant) != session(at: WallTime(milliseconds: instant.milliseconds - 1))
            }
            if let change { return change }
        }
        return nil
    }

    /// A day's sessions, in the order of time, each with the categories that it opens with.
    public func sessions(on day: CalendarDay) -> [Session] {
        stretches(on: day).map { session($0, on: day, at: $0.opens) }
    }

    /// The days on which something can open after `time`, in their order.
    private func daysAhead(of time: WallTime) -> some Sequence<CalendarDay> {
        let today = day(of: time)
        let distances = categories.isEmpty ? 0..<0 : -1..<Self.horizonDays + 1
        return distances.lazy.compactMap(today.adding(days:))
    }

    /// A session's time, and the windows in it.
    private struct Stretch {
        let opens: WallTime
        var closes: WallTime
        var windows: [Window]
    }

    private func session(_ stretch: Stretch, on day: CalendarDay, at time: WallTime) -> Session {
        let open = Set(stretch.windows.filter { $0.contains(time) }.map(\.category))
        let categories = categories.map(\.id).filter(open.contains)
        return Session(day: day, opens: stretch.opens, closes: stretch.closes, categories: categories)
    }

    private func stretches(on day: CalendarDay) -> [Stretch] {
        var stretches: [Stretch] = []
        for window in windows(on: day) {
            if let last = stretches.indices.last, window.opens <= stretches[last].closes {
                stretches[last].closes = max(stretches[last].closes, window.closes)
                stretches[last].windows.append(window)
            } else {
                stretches.append(Stretch(opens: window.opens, closes: window.closes, windows: [window]))
            }
        }
        guard !stretches.isEmpty else { return [] }
        let later = [1, 2].compactMap(day.adding(days:)).flatMap(windows(on:)).map(\.opens).min()
        guard let later else { return stretches }
        return stretches.filter { $0.opens < later }
            .map { Stretch(opens: $0.opens, closes: min($0.closes, later), windows: $0.windows) }
    }
}
