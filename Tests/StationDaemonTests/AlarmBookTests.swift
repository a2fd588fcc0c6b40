import StationCore
import Testing

@testable import StationDaemon

/// Alarms that were set in vain are gone at once, however late they are due.
@Suite struct AlarmBookTests {
    private let clock = SimulatedClock(Moment(wall: WallTime(milliseconds: 0), boot: BootTime(sinceBoot: .zero)))
    private let late = BootTime(sinceBoot: .seconds(86_400))

    @Test func whoNoLongerCountsDoesNotSleepOn() async {
        var book = AlarmBook()
        let ended = [Alarm.powerOff, .deadline(VisitID(1))].map { book.set(.alarm($0), due: late) }
        let day = book.set(.alarm(.day), due: late)
        book.end(.station)
        // Returns, though the clock stands still.
        for alarm in ended { await alarm.wait(by: clock) }
        let counted = (ended + [day, day]).map { book.take($0) }
        #expect(counted == [false, false, true, false], "another group's goes on, and comes once")
    }

    @Test func whoCountsComesWhenItIsDue() async {
        var book = AlarmBook()
        let alarm = book.set(.alarm(.day), due: late)
        await withDiscardingTaskGroup { group in
            group.addTask { await alarm.wait(by: clock) }
            _ = clock.step(to: late)
        }
        let counts = book.take(alarm)
        #expect(counts)
    }
}
