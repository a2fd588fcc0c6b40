import Foundation
import StationConfig
import StationCore
import Testing

/// The schedule's arithmetic against walks minute by minute through the weeks in which zones change their clocks.
@Suite struct ScheduleWalkTests {
    /// Where a zone's walks are: around some of its changes, and on ordinary days.
    private func centres(_ name: String, _ zone: ZoneTable, _ generator: inout SeededGenerator) -> [Int] {
        // The night in which Apia left out a day, and one in which a day came back in Newfoundland.
        if name == "Pacific/Apia" { return [1_325_239_200, 1_316_872_800] }
        if name == "America/St_Johns" { return [1_225_593_060, 1_320_550_260] }
        let changes = zone.transitions.map { Int($0.at) }.filter { (1_200_000_000..<2_000_000_000).contains($0) }
        let some = changes.shuffled(using: &generator).prefix(4)
        return some + [Int.random(in: 1_200_000_000..<2_000_000_000, using: &generator)]
    }

    private func time(_ generator: inout SeededGenerator) -> TimeOfDay {
        // Around midnight and around the hours at which clocks change, where mistakes would be.
        let odd = [0, 1, 30, 60, 90, 119, 120, 121, 150, 180, 240, 1_380, 1_381, 1_410, 1_439, 1_440]
        let minutes = Bool.random(using: &generator) ? odd.randomElement(using: &generator) : nil
        return TimeOfDay(minutes: minutes ?? Int.random(in: 0...1_440, using: &generator)) ?? .midnight
    }

    private func times(_ generator: inout SeededGenerator) -> OpeningTimes {
        let registration = [time(&generator), time(&generator)].sorted()
        return OpeningTimes(
            opens: min(time(&generator), TimeOfDay(minutes: 1_439) ?? .midnight),
            closes: time(&generator),
            registerFrom: registration[0],
            registerUntil: registration[1]
        )
    }

    private func schedule(_ zone: ZoneTable, _ days: ClosedRange<Int>, _ generator: inout SeededGenerator) -> Schedule {
        var schedule = Schedule()
        schedule.zone = zone
        for key in ["a", "b", "c"].prefix(Int.random(in: 1...3, using: &generator)) {
            let rules = (0..<Int.random(in: 0...2, using: &generator)).map { _ in
                let days = Weekday.allCases.filter { _ in Int.random(in: 0..<3, using: &generator) > 0 }
                return WeeklyWindow(days: Set(days), times: times(&generator))
            }
            let name = LocalText(english: key, indonesian: key)
            schedule.categories.append(VisitCategory(id: CategoryID(key), name: name, rules: rules))
        }
        for number in days where Int.random(in: 0..<5, using: &generator) == 0 {
            guard let day = CalendarDay(number: number) else { continue }
            let openings = schedule.categories.prefix(Int.random(in: 0...2, using: &generator)).map { category in
                ScheduleException.Opening(category: category.id, times: times(&generator))
            }
            schedule.exceptions[day] = ScheduleException(
                reason: LocalText(english: "holiday", indonesian: "libur"),
                openings: Array(openings)
            )
        }
        return schedule
    }

    @Test(arguments: zoneNames)
    func agreesWithAWalkMinuteByMinute(_ name: String) throws {
        let table = try #require(ZoneTable(named: name))
        let zone = try #require(TimeZone(identifier: name))
        var generator = SeededGenerator(seed: UInt64(name.utf8.count))
        for centre in centres(name, table, &generator) {
            let walk = MinuteWalk(zone, around: centre)
            for _ in 0..<8 {
                let schedule = schedule(table, walk.days, &generator)
                compareWindows(schedule, walk)
                compareSessions(schedule, walk, &generator)
            }
        }
    }

    private func compareWindows(_ schedule: Schedule, _ walk: MinuteWalk) {
        let expected = Dictionary(grouping: walk.openings(of: schedule), by: \.day)
        for number in walk.days.lowerBound + 2..<walk.days.upperBound - 2 {
            guard let day = CalendarDay(number: number) else { continue }
            let windows = schedule.windows(on: day)
            let opening = { (window: Window) in
                "\(window.category) \(window.opens.milliseconds) \(window.closes.milliseconds) "
                    + (window.registration.isEmpty
                        ? "-"
                        : "\(window.registration.lowerBound.milliseconds) \(window.registration.upperBound.milliseconds)")
            }
            let walked = { (found: MinuteWalk.Opening) in
                "\(found.category) \(walk.time(found.minutes.lowerBound).milliseconds) "
                    + "\(walk.time(found.minutes.upperBound).milliseconds) "
                    + (found.registration.isEmpty
                        ? "-"
                        : "\(walk.time(found.registration.lowerBound).milliseconds) "
                            + "\(walk.time(found.registration.upperBound).milliseconds)")
            }
            #expect(windows.map(opening).sorted() == (expected[number] ?? []).map(walked).sorted(), "\(day)")
            #expect(windows.map(\.opens) == windows.map(\.opens).sorted())
        }
    }

    private func compareSessions(_ schedule: Schedule, _ walk: MinuteWalk, _ generator: inout SeededGenerator) {
        let sessions = walk.sessions(of: schedule)
        let changes = sessions.indices.dropFirst().filter { sessions[$0] != sessions[$0 - 1] }
        let openings = changes.filter { sessions[$0]?.opens == $0 }
        func categories(_ bits: Int) -> [CategoryID] {
            schedule.categories.enumerated().filter { bits & 1 << $0.offset != 0 }.map(\.element.id)
        }
        func agrees(_ session: Session?, _ found: MinuteWalk.Found?) -> Bool {
            guard let session, let found else { return session == nil && found == nil }
            return session.day.number == found.day && session.opens == walk.time(found.opens)
                && session.closes == walk.time(found.closes) && session.categories == categories(found.categories)
        }
        for _ in 0..<60 {
            let index = Int.random(in: walk.middle, using: &generator)
            // A part of a minute changes nothing.
            let part: Int64 = [0, 0, 1, 59_999].randomElement(using: &generator) ?? 0
            let time = WallTime(milliseconds: walk.time(index).milliseconds + part)
            let now = schedule.session(at: time)
            #expect(agrees(now, sessions[index]), "at \(time): \(String(describing: now))")

            if let change = changes.first(where: { $0 > index }) {
                #expect(schedule.nextChange(after: time) == walk.time(change), "after \(time)")
            }

            if let opening = openings.first(where: { $0 > index }), opening < walk.middle.upperBound {
                let next = schedule.nextSession(after: time)
                #expect(agrees(next, sessions[opening]), "after \(time): \(String(describing: next))")
                if let next { #expect(schedule.session(at: next.opens) == next) }
            }
        }
    }
}
