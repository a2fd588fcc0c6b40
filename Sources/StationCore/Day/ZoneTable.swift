/// A time zone as data: what its clocks show at each instant.
public struct ZoneTable: Hashable, Sendable {
    /// An instant from which on the zone's clocks differ from UTC by another amount.
    public struct Transition: Hashable, Sendable {
        /// Seconds since 1970-01-01T00:00:00Z.
        public let at: Int64
        /// Seconds east of UTC.
        public let offset: Int

        public init(at: Int64, offset: Int) {
            self.at = at
            self.offset = offset
        }
    }

    /// Its name in the tz database.
    public let name: String
    /// Seconds east of UTC before the first transition.
    public let firstOffset: Int
    /// In the order of time; the last one holds for ever.
    public let transitions: [Transition]

    public static let utc = ZoneTable(name: "UTC", firstOffset: 0, transitions: [])

    public init(name: String, firstOffset: Int, transitions: [Transition]) {
        self.name = name
        self.firstOffset = firstOffset
        self.transitions = transitions.sorted { $0.at < $1.at }
    }

    /// Seconds east of UTC at an instant.
    public func offset(at time: WallTime) -> Int { offset(before: transitionsUntil(Self.seconds(time))) }

    /// What the zone's calendars and clocks show at an instant, with the seconds that the clock shows since 00:00.
    /// - Returns: the first or last day there is for an instant beyond them.
    public func local(_ time: WallTime) -> (day: CalendarDay, secondOfDay: Int) {
        let seconds = Self.seconds(time) + Int64(offset(at: time))
        let number = Self.floorDivide(seconds, Self.secondsOfDay)
        let day = CalendarDay(number: Int(number)) ?? (number < 0 ? .first : .last)
        return (day, Int(seconds - number * Self.secondsOfDay))
    }

    /// From a day's first instant to just after its last. Nil for a day that the zone left out.
    public func span(of day: CalendarDay) -> Range<WallTime>? {
        hull(from: ClockReading(day, .midnight), to: ClockReading(day, .endOfDay))
    }

    /// From the first instant at which the zone's clock shows `from` or more, but less than `to`, to just after the
    /// last such instant. A time that the clock shows twice thus counts from its first to its second time, and one
    /// that it leaves out not at all. Nil where there is no such instant.
    func hull(from: ClockReading, to: ClockReading) -> Range<WallTime>? {
        var first: Int64?
        var last: Int64?
        for stretch in stretches(around: from, to) {
            // Within a stretch the clock runs evenly.
            let start = max(stretch.from, from.seconds - stretch.offset)
            let end = min(stretch.until, to.seconds - stretch.offset)
            guard start < end else { continue }
            first = min(first ?? start, start)
            last = max(last ?? end, end)
        }
        guard let first, let last else { return nil }
        return WallTime(milliseconds: first * 1_000)..<WallTime(milliseconds: last * 1_000)
    }

    /// The first instant at which the zone's clock shows `reading` or more.
    func firstInstant(showing reading: ClockReading) -> WallTime {
        let starts = stretches(around: reading, reading).compactMap { stretch -> Int64? in
            let start = max(stretch.from, reading.seconds - stretch.offset)
            return start < stretch.until ? start : nil
        }
        return WallTime(milliseconds: (starts.min() ?? reading.seconds - Int64(firstOffset)) * 1_000)
    }

    /// A time in which the difference to UTC stays the same.
    private struct Stretch {
        let from: Int64
        let until: Int64
        let offset: Int64
    }

    /// All in which the clock can show times from `first` to `last`.
    private func stretches(around first: ClockReading, _ last: ClockReading) -> [Stretch] {
        // No zone is further from UTC.
        let margin: Int64 = 2 * Self.secondsOfDay
        let indices = transitionsUntil(first.seconds - margin)...transitionsUntil(last.seconds + margin)
        return indices.map { index in
            Stretch(
                from: index == 0 ? .min / 2_000 : transitions[index - 1].at,
                until: index == transitions.count ? .max / 2_000 : transitions[index].at,
                offset: Int64(offset(before: index))
            )
        }
    }

    private func offset(before index: Int) -> Int { index == 0 ? firstOffset : transitions[index - 1].offset }

    /// How many transitions there were by then.
    private func transitionsUntil(_ seconds: Int64) -> Int {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].at <= seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static let secondsOfDay: Int64 = 24 * 3_600

    private static func seconds(_ time: WallTime) -> Int64 { floorDivide(time.milliseconds, 1_000) }

    private static func floorDivide(_ number: Int64, _ by: Int64) -> Int64 {
        number >= 0 ? number / by : (number + 1) / by - 1
    }
}

/// What a calendar and a clock on the wall show together, as seconds on one line, in whatever zone.
struct ClockReading: Hashable {
    let seconds: Int64

    init(_ day: CalendarDay, _ time: TimeOfDay, daysLater: Int = 0) {
        seconds = (Int64(day.number + daysLater) * 24 * 60 + Int64(time.minutes)) * 60
    }
}
