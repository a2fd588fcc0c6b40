import StationCore
import Testing

@Suite struct CalendarDayTests {
    /// From one day to the next by the lengths of the months alone.
    private func dayAfter(_ day: CalendarDay) -> CalendarDay? {
        CalendarDay(year: day.year, month: day.month, day: day.day + 1)
            ?? CalendarDay(year: day.year, month: day.month + 1, day: 1)
            ?? CalendarDay(year: day.year + 1, month: 1, day: 1)
    }

    @Test func countsEachDayOfTwoCenturies() throws {
        // 1900-01-01 was a Monday, 25,567 days before 1970.
        var day = try #require(CalendarDay(year: 1900, month: 1, day: 1))
        var number = -25_567
        while day.year <= 2100 {
            guard day.number == number, CalendarDay(number: number) == day,
                day.weekday == Weekday.allCases[(number + 25_567) % 7]
            else {
                Issue.record("\(day) is counted as \(day.number), a \(day.weekday), instead of \(number)")
                return
            }
            let next = try #require(dayAfter(day))
            guard day.adding(days: 1) == next, next.adding(days: -1) == day else {
                Issue.record("\(day) is not followed by \(next)")
                return
            }
            day = next
            number += 1
        }
        #expect(number == 47_847)
    }

    @Test(arguments: [
        ("1970-01-01", 0, Weekday.thursday), ("2000-02-29", 11_016, .tuesday), ("2026-11-24", 20_781, .tuesday),
        ("0001-01-01", -719_162, .monday), ("9999-12-31", 2_932_896, .friday),
    ])
    func knows(_ text: String, _ number: Int, _ weekday: Weekday) throws {
        let day = try #require(CalendarDay(text))
        #expect(day.number == number)
        #expect(day.weekday == weekday)
        #expect(CalendarDay(number: number) == day)
    }

    @Test func hasNoDayBeyondTheYears() throws {
        #expect(CalendarDay(number: -719_163) == nil)
        #expect(CalendarDay(number: 2_932_897) == nil)
        #expect(CalendarDay(number: .max) == nil)
        #expect(CalendarDay(number: .min) == nil)
        #expect(try #require(CalendarDay("9999-12-31")).adding(days: 1) == nil)
        #expect(try #require(CalendarDay("2024-02-29")).adding(days: 366)?.description == "2025-03-01")
    }

    @Test(arguments: [("00:00", 0), ("09:05", 545), ("23:59", 1_439), ("24:00", 1_440)])
    func readsTimesOfTheDay(_ text: String, _ minutes: Int) {
        #expect(TimeOfDay(text)?.minutes == minutes)
        #expect(TimeOfDay(text)?.description == text)
    }

    @Test(arguments: ["", "9:00", "24:01", "25:00", "12:60", "12:5", "-1:00", "12:00:00", " 9:00", "ab:cd", "12.00"])
    func refusesTimesOfTheDay(_ text: String) { #expect(TimeOfDay(text) == nil) }
}
