import Foundation
import StationCore

/// Some days of a zone minute by minute, as Foundation knows them, and a schedule worked out by walking through them.
struct MinuteWalk {
    /// The first minute, in minutes since 1970.
    let start: Int
    /// What calendar and clock show at each minute, in minutes since the local 1970-01-01T00:00.
    let shown: [Int]

    /// - Parameter around: seconds since 1970; the walk goes from five days before to five days after.
    init(_ zone: TimeZone, around: Int) {
        let start = around / 60 - 5 * 1_440
        self.start = start
        shown = (0..<10 * 1_440).map { index in
            let date = Date(timeIntervalSince1970: TimeInterval((start + index) * 60))
            return start + index + zone.secondsFromGMT(for: date) / 60
        }
    }

    /// Where the tests ask: far enough from both ends that all that matters is in the walk.
    var middle: Range<Int> { 3 * 1_440..<7 * 1_440 }

    var days: ClosedRange<Int> { shown[0] / 1_440...shown[shown.count - 1] / 1_440 }

    func time(_ index: Int) -> WallTime { WallTime(milliseconds: Int64(start + index) * 60_000) }

    struct Opening: Hashable {
        let category: CategoryID
        let day: Int
        let minutes: Range<Int>
        let registration: Range<Int>
    }

    struct Found: Hashable {
        let day: Int
        let opens: Int
        let closes: Int
        /// One bit for each in the order of the configuration: walks are long, and sets slow.
        let categories: Int
    }

    /// All openings of a schedule, in the order of days.
    func openings(of schedule: Schedule) -> [Opening] {
        days.flatMap { number -> [Opening] in
            guard let day = CalendarDay(number: number) else { return [] }
            var planned: [(CategoryID, OpeningTimes)] = []
            if let exception = schedule.exceptions[day] {
                planned = exception.openings.map { ($0.category, $0.times) }
            } else {
                for category in schedule.categories {
                    for rule in category.rules where rule.days.contains(day.weekday) {
                        planned.append((category.id, rule.times))
                    }
                }
            }
            return planned.compactMap { category, times in
                let midnight = number * 1_440
                let crosses = times.closes <= times.opens
                let closes = midnight + times.closes.minutes + (crosses ? 1_440 : 0)
                guard let minutes = hull(midnight + times.opens.minutes..<closes) else { return nil }
                let from = midnight + times.registerFrom.minutes
                let registration = hull(from..<midnight + times.registerUntil.minutes)
                return Opening(category: category, day: number, minutes: minutes, registration: registration ?? 0..<0)
            }
        }
    }

    /// From the first minute that shows a time in the range to just after the last.
    private func hull(_ range: Range<Int>) -> Range<Int>? {
        // No clock is further from UTC than a day.
        let near = (range.lowerBound - start - 1_440..<range.upperBound - start + 1_440).clamped(to: shown.indices)
        guard !near.isEmpty, let first = near.first(where: { range.contains(shown[$0]) }),
            let last = near.last(where: { range.contains(shown[$0]) })
        else { return nil }
        return first..<last + 1
    }

    /// The session at each minute. From the first opening of a day on that day's openings alone count.
    func sessions(of schedule: Schedule) -> [Found?] {
        let openings = openings(of: schedule)
        var first: [Int: Int] = [:]
        for opening in openings { first[opening.day] = min(first[opening.day] ?? .max, opening.minutes.lowerBound) }
        let begun = first.sorted { $0.value < $1.value }
        var current = [Int?](repeating: nil, count: shown.count)
        for (day, start) in begun {
            for index in start..<shown.count { current[index] = max(current[index] ?? .min, day) }
        }
        var open = [Int](repeating: 0, count: shown.count)
        for opening in openings {
            let bit = schedule.categories.firstIndex { $0.id == opening.category }.map { 1 << $0 } ?? 0
            for index in opening.minutes where current[index] == opening.day { open[index] |= bit }
        }
        var opens = [Int](repeating: 0, count: shown.count)
        var closes = [Int](repeating: 0, count: shown.count)
        for index in shown.indices {
            let goesOn = index > 0 && open[index - 1] != 0 && current[index - 1] == current[index]
            opens[index] = goesOn ? opens[index - 1] : index
        }
        for index in shown.indices.reversed() {
            let next = index + 1
            let goesOn = next < shown.count && open[next] != 0 && current[next] == current[index]
            closes[index] = goesOn ? closes[next] : next
        }
        return shown.indices.map { index in
            guard let day = current[index], open[index] != 0 else { return nil }
            return Found(day: day, opens: opens[index], closes: closes[index], categories: open[index])
        }
    }
}
