import StationConfig
import StationCore
import Testing

@Suite struct ScheduleTests {
    private func times(
        _ opens: String,
        _ closes: String,
        _ from: String = "00:00",
        _ until: String = "24:00"
    ) throws -> OpeningTimes {
        OpeningTimes(
            opens: try #require(TimeOfDay(opens)),
            closes: try #require(TimeOfDay(closes)),
            registerFrom: try #require(TimeOfDay(from)),
            registerUntil: try #require(TimeOfDay(until))
        )
    }

    private func category(_ key: String, _ days: Set<Weekday>, _ times: OpeningTimes) -> VisitCategory {
        let name = LocalText(english: key, indonesian: key)
        return VisitCategory(id: CategoryID(key), name: name, rules: [WeeklyWindow(days: days, times: times)])
    }

    private func schedule(_ zone: String, _ categories: [VisitCategory]) throws -> Schedule {
        var schedule = Schedule()
        schedule.zone = try #require(ZoneTable(named: zone))
        schedule.categories = categories
        return schedule
    }

    /// - Parameter hours: hours since the UTC midnight of the day.
    private func utc(_ day: String, _ hours: Double = 0) throws -> WallTime {
        let number = try #require(CalendarDay(day)).number
        return WallTime(milliseconds: Int64(number) * 86_400_000 + Int64(hours * 3_600_000))
    }

    @Test func theWeekOfTheStandard() throws {
        let morning = try times("09:00", "11:30", "08:30", "09:00")
        let schedule = try schedule(
            "Asia/Jakarta",
            [
                category("narcotics", [.monday, .thursday], morning),
                category("elderly-cell-pretrial", [.tuesday], morning),
                category("convicted-general", [.wednesday, .saturday], morning),
            ]
        )
        // A Monday; Jakarta is seven hours ahead.
        let monday = try #require(CalendarDay("2026-11-23"))
        let days = (0..<7).compactMap(monday.adding(days:))
        #expect(
            days.map { schedule.windows(on: $0).map(\.category.key) } == [
                ["narcotics"], ["elderly-cell-pretrial"], ["convicted-general"], ["narcotics"], [],
                ["convicted-general"], [],
            ]
        )
        let window = try #require(schedule.windows(on: monday).first)
        #expect(window.opens == (try utc("2026-11-23", 2)))
        #expect(window.closes == (try utc("2026-11-23", 4.5)))
        #expect(window.registration == (try utc("2026-11-23", 1.5))..<(try utc("2026-11-23", 2)))
        #expect(schedule.session(at: try utc("2026-11-23", 1.99)) == nil)
        #expect(schedule.session(at: try utc("2026-11-23", 2))?.categories == [CategoryID("narcotics")])
        #expect(schedule.session(at: try utc("2026-11-23", 4.5)) == nil)
        #expect(schedule.nextSession(after: try utc("2026-11-26", 2))?.day.description == "2026-11-28")
        #expect(schedule.nextChange(after: try utc("2026-11-23", 2)) == (try utc("2026-11-23", 4.5)))
    }

    @Test func aWindowInTheHourThatTheClockLeavesOutOrShowsTwice() throws {
        let night = try category("a", Set(Weekday.allCases), times("02:15", "02:45", "02:00", "02:30"))
        let schedule = try schedule("Europe/Berlin", [night])
        let spring = try #require(CalendarDay("2026-03-29"))
        #expect(schedule.windows(on: spring) == [])
        let autumn = try #require(CalendarDay("2026-10-25").flatMap { schedule.windows(on: $0).first })
        #expect(autumn.opens == (try utc("2026-10-25", 0.25)))
        #expect(autumn.closes == (try utc("2026-10-25", 1.75)))
        #expect(autumn.registration == (try utc("2026-10-25", 0))..<(try utc("2026-10-25", 1.5)))
    }

    @Test func registrationInAnHourLeftOutIsEmpty() throws {
        let morning = try category("a", [.sunday], times("09:00", "10:00", "02:10", "02:50"))
        let schedule = try schedule("Europe/Berlin", [morning])
        let window = try #require(CalendarDay("2026-03-29").flatMap { schedule.windows(on: $0).first })
        #expect(window.registration == (try utc("2026-03-29", 1))..<(try utc("2026-03-29", 1)))
    }

    @Test func whatTouchesIsOneSessionAndItsCategoriesFollow() throws {
        let schedule = try schedule(
            "UTC",
            [
                category("a", [.monday], times("09:00", "10:00")), category("b", [.monday], times("10:00", "11:00")),
                category("c", [.monday], times("09:30", "09:45")), category("d", [.monday], times("11:01", "12:00")),
            ]
        )
        let session = try #require(schedule.session(at: try utc("2026-11-23", 9.5)))
        #expect(session.opens == (try utc("2026-11-23", 9)))
        #expect(session.closes == (try utc("2026-11-23", 11)))
        #expect(session.categories.map(\.key) == ["a", "c"])
        #expect(schedule.nextChange(after: try utc("2026-11-23", 9.5)) == (try utc("2026-11-23", 9.75)))
        #expect(schedule.session(at: try utc("2026-11-23", 10))?.categories.map(\.key) == ["b"])
        #expect(schedule.nextSession(after: try utc("2026-11-23", 9))?.categories.map(\.key) == ["d"])
    }

    @Test func theNextDaysOpeningEndsASessionThatCrossedMidnight() throws {
        let schedule = try schedule(
            "UTC",
            [
                category("night", [.monday], times("22:00", "06:00")),
                category("early", [.tuesday], times("05:00", "07:00")),
            ]
        )
        let night = try #require(schedule.session(at: try utc("2026-11-24", 4)))
        #expect(night.day.description == "2026-11-23")
        #expect(night.closes == (try utc("2026-11-24", 5)))
        let early = try #require(schedule.session(at: try utc("2026-11-24", 5)))
        #expect(early.day.description == "2026-11-24")
        #expect(early.categories.map(\.key) == ["early"])
    }

    /// At 00:01 on Sunday, 2 November 2008, 02:31 in UTC, the clock went back to 23:01 on Saturday.
    @Test func aDayThatComesBack() throws {
        let long = try category("long", [.friday], times("23:30", "23:20"))
        let early = try category("early", [.sunday], times("00:00", "06:00"))
        let alone = try schedule("America/St_Johns", [long])
        let both = try schedule("America/St_Johns", [long, early])
        let sunday = try utc("2008-11-02", 2.5)
        let saturday = try utc("2008-11-02", 2.75)
        #expect(alone.session(at: sunday)?.day.description == "2008-10-31")
        #expect(alone.session(at: saturday)?.closes == (try utc("2008-11-02", 2 + 50.0 / 60)))
        #expect(both.session(at: try utc("2008-11-02", 2.49))?.closes == sunday)
        #expect(both.session(at: sunday)?.categories.map(\.key) == ["early"])
        #expect(both.day(of: saturday).description == "2008-11-01")
        #expect(both.session(at: saturday)?.categories.map(\.key) == ["early"])
    }

    @Test func aStationThatIsAlwaysOpenHasASessionEachDay() throws {
        let schedule = try schedule("UTC", [category("a", Set(Weekday.allCases), times("00:00", "24:00"))])
        let session = try #require(schedule.session(at: try utc("2026-11-24", 12)))
        #expect(session.opens == (try utc("2026-11-24")))
        #expect(session.closes == (try utc("2026-11-25")))
        #expect(schedule.nextSession(after: session.opens)?.opens == session.closes)
    }

    @Test func exceptionsReplaceTheDay() throws {
        var schedule = try schedule("UTC", [category("a", Set(Weekday.allCases), times("09:00", "10:00"))])
        let reason = LocalText(english: "holiday", indonesian: "libur")
        let first = try #require(CalendarDay("2026-12-25"))
        for distance in 0..<300 {
            if let day = first.adding(days: distance) {
                schedule.exceptions[day] = ScheduleException(reason: reason, openings: [])
            }
        }
        let before = try utc("2026-12-24", 9)
        #expect(schedule.nextChange(after: before) == (try utc("2026-12-24", 10)))
        #expect(schedule.nextSession(after: before)?.day == first.adding(days: 300))
        let opensAgain = try utc("2026-12-24", 9 + 301 * 24)
        #expect(schedule.nextChange(after: try utc("2026-12-24", 10)) == opensAgain)
        let other = ScheduleException.Opening(category: CategoryID("a"), times: try times("13:00", "14:00"))
        schedule.exceptions[first] = ScheduleException(reason: reason, openings: [other])
        #expect(schedule.nextSession(after: before)?.opens == (try utc("2026-12-25", 13)))
    }

    @Test func withoutCategoriesNothingIsEverOpen() throws {
        let schedule = Schedule()
        #expect(!schedule.isEnforced)
        #expect(schedule.session(at: try utc("2026-11-24")) == nil)
        #expect(schedule.nextSession(after: try utc("2026-11-24")) == nil)
        #expect(schedule.nextChange(after: WallTime(milliseconds: .max)) == nil)
        #expect(schedule.day(of: WallTime(milliseconds: .min)).description == "0001-01-01")
        #expect(schedule.session(at: WallTime(milliseconds: .min)) == nil)
    }

    @Test func theLengthOfAVisit() throws {
        var configuration = Configuration(client: .init(command: ["a"]))
        let times = try times("09:00", "10:00")
        let name = LocalText(english: "a", indonesian: "a")
        let rules = [WeeklyWindow(days: [.monday], times: times)]
        let short = VisitCategory(id: CategoryID("short"), name: name, rules: rules, length: .seconds(60))
        configuration.schedule.categories = [short, category("usual", [.monday], times)]
        #expect(configuration.visit.length(in: short, visitClass: .family) == .seconds(60))
        #expect(
            configuration.visit.length(in: configuration.schedule.category(CategoryID("usual")), visitClass: .family)
                == .seconds(600)
        )
        #expect(configuration.visit.length(in: nil, visitClass: .family) == .seconds(600))
        #expect(configuration.visit.length(in: short, visitClass: .lawyer) == .seconds(60))
        configuration.visit.lawyerLength = .seconds(1_200)
        #expect(configuration.visit.length(in: short, visitClass: .lawyer) == .seconds(1_200))
        #expect(configuration.longestLength == .seconds(1_200))
    }
}
