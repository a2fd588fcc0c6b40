import StationCore
import Testing

/// When the visitor is told what, by made-up times: a visit of ten minutes with warnings at 2m and 30s, and a bar in the
/// last minute.
@Suite struct NoticeScheduleTests {
    /// Looks whenever the schedule says so and whenever the visit changes, and writes down what came.
    private struct Screen {
        var schedule = NoticeSchedule(warnAt: [.seconds(120), .seconds(30)], lastBar: .seconds(60))
        var visit: NoticeVisit?
        var now = NoticeScheduleTests.boot(0)
        var told: [String] = []
        private var next: BootTime?

        /// Changes what is known of the visit.
        mutating func see(_ visit: NoticeVisit?) {
            self.visit = visit
            look()
        }

        /// Lets the time pass, by the schedule's own waking.
        mutating func pass(until seconds: Double) {
            let end = NoticeScheduleTests.boot(seconds)
            while let due = next, due <= end {
                #expect(due > now, "it never wakes twice for the same")
                now = max(now, due)
                look()
            }
            now = end
        }

        /// Lets the time jump, as a PC that slept does.
        mutating func sleep(until seconds: Double) {
            now = NoticeScheduleTests.boot(seconds)
            look()
        }

        mutating func close() { write(schedule.close()) }

        private mutating func look() {
            let look = schedule.look(at: visit, now: now)
            next = look.next
            write(look.steps)
        }

        private mutating func write(_ steps: [NoticeSchedule.Step]) {
            let time = Double(now.sinceBoot.wholeMilliseconds) / 1_000
            for step in steps { told.append("\(time) \(NoticeScheduleTests.word(step))") }
        }

        /// Without the seconds of the bar.
        var said: [String] { told.filter { !$0.contains("bar") } }
        var bars: [String] { told.filter { $0.contains("bar") } }
    }

    private static func boot(_ seconds: Double) -> BootTime { BootTime(sinceBoot: .seconds(seconds)) }

    private static func word(_ step: NoticeSchedule.Step) -> String {
        switch step {
        case .withdraw(let slot): "withdraw \(slot)"
        case .show(.welcome(let length, let isWaiting)): "welcome \(length / .seconds(1))\(isWaiting ? " waiting" : "")"
        case .show(.begun(let left)): "begun \(left / .seconds(1))"
        case .show(.remaining(let left)): "remaining \(left / .seconds(1))"
        case .show(.bar(let left, let percent)): "bar \(left / .seconds(1)) \(percent)%"
        case .show(.extended(let by, let until)):
            "extended \(by / .seconds(1)) \(until.map { "\($0.sinceBoot / .seconds(1))" } ?? "-")"
        case .show(.held): "held"
        case .show(.resumed(let left)): "resumed \(left / .seconds(1))"
        case .show(.closing): "closing"
        }
    }

    private static func running(until deadline: Double, extended: Double = 0) -> NoticeVisit {
        NoticeVisit(
            clock: .running(deadline: boot(deadline)),
            length: .seconds(600),
            extended: .seconds(extended)
        )
    }

    private static func held(left: Double, extended: Double = 0) -> NoticeVisit {
        NoticeVisit(clock: .held(left: .seconds(left)), length: .seconds(600), extended: .seconds(extended))
    }

    private static let waiting = NoticeVisit(clock: .waiting, length: .seconds(600))

    private func screen(_ play: (inout Screen) -> Void) -> Screen {
        var screen = Screen()
        play(&screen)
        return screen
    }

    @Test func aVisitFromBeginningToEnd() {
        let screen = screen {
            $0.see(nil)
            $0.pass(until: 1)
            $0.see(Self.running(until: 601))
            $0.pass(until: 601)
            $0.close()
            $0.close()
        }
        #expect(
            screen.said == [
                "1.0 welcome 600.0", "481.0 remaining 120.0", "601.0 withdraw clock", "601.0 closing",
            ]
        )
        #expect(screen.bars.count == 61)
        #expect(screen.bars.first == "541.0 bar 60.0 100%")
        #expect(screen.bars.contains("571.0 bar 30.0 50%"))
        #expect(screen.bars.contains("600.0 bar 1.0 1%"))
        #expect(screen.bars.last == "601.0 bar 0.0 0%")
    }

    @Test func aVisitThatWaitsForTheCall() {
        let screen = screen {
            $0.see(Self.waiting)
            $0.pass(until: 100)
            $0.see(Self.running(until: 700))
            $0.pass(until: 600)
        }
        #expect(screen.told == ["0.0 welcome 600.0 waiting", "100.0 begun 600.0", "580.0 remaining 120.0"])
    }

    @Test func extendedWithItsNewEndAndTheWarningsAnew() {
        let screen = screen {
            $0.see(Self.running(until: 600))
            $0.pass(until: 500)
            $0.see(Self.running(until: 900, extended: 300))
            $0.pass(until: 800)
        }
        #expect(
            screen.told == [
                "0.0 welcome 600.0", "480.0 remaining 120.0", "500.0 extended 300.0 900.0", "780.0 remaining 120.0",
            ]
        )
    }

    @Test func extendedWhileTheBarStands() {
        let away = screen {
            $0.see(Self.running(until: 600))
            $0.pass(until: 590)
            $0.see(Self.running(until: 720, extended: 120))
            $0.pass(until: 659)
        }
        #expect(
            away.said.suffix(3) == ["590.0 withdraw clock", "590.0 extended 120.0 720.0", "600.0 remaining 120.0"]
        )
        #expect(away.bars.last == "590.0 bar 10.0 16%", "none while more than a minute is left")
        let on = screen {
            $0.see(Self.running(until: 600))
            $0.pass(until: 590)
            $0.see(Self.running(until: 620, extended: 20))
        }
        #expect(on.told.suffix(2) == ["590.0 extended 20.0 620.0", "590.0 bar 30.0 50%"])
    }

    @Test func heldAndResumed() {
        let screen = screen {
            $0.see(Self.running(until: 600))
            $0.pass(until: 300)
            $0.see(Self.held(left: 300))
            $0.pass(until: 500)
            $0.see(Self.held(left: 300))
            $0.see(Self.held(left: 360, extended: 60))
            $0.pass(until: 550)
            $0.see(Self.running(until: 910, extended: 60))
            $0.pass(until: 800)
        }
        #expect(
            screen.told == [
                "0.0 welcome 600.0", "300.0 held", "500.0 extended 60.0 -", "550.0 withdraw clock",
                "550.0 resumed 360.0", "790.0 remaining 120.0",
            ]
        )
    }

    @Test func heldInTheLastMinuteTheBarComesBackAndNoWarningTwice() {
        let screen = screen {
            $0.see(Self.running(until: 600))
            $0.pass(until: 570)
            $0.see(Self.held(left: 30))
            $0.pass(until: 700)
            $0.see(Self.running(until: 730.25))
            $0.pass(until: 701)
        }
        #expect(
            screen.told.suffix(5) == [
                "570.0 bar 30.0 50%", "570.0 held", "700.0 resumed 30.25",
                "700.0 bar 31.0 51%", "700.25 bar 30.0 50%",
            ]
        )
    }

    @Test(arguments: [
        (Self.running(until: 580), ["0.0 welcome 600.0"]),
        (Self.running(until: 500), []),
        (Self.running(until: 90), ["0.0 remaining 90.0"]),
        (Self.running(until: 20), ["0.0 bar 20.0 33%"]),
        (Self.running(until: -5), ["0.0 bar 0.0 0%"]),
        (Self.running(until: 700, extended: 300), []),
        (Self.held(left: 200), ["0.0 held"]),
        (Self.held(left: 599), ["0.0 welcome 600.0", "0.0 held"]),
        (Self.waiting, ["0.0 welcome 600.0 waiting"]),
    ])
    func aSeatThatComesLateShowsWhatStillHolds(_ visit: NoticeVisit, _ told: [String]) {
        #expect(screen { $0.see(visit) }.told == told)
    }

    @Test func lookingAgainShowsNothingAgain() {
        let screen = screen {
            $0.see(Self.running(until: 600))
            for _ in 0..<3 { $0.see(Self.running(until: 600)) }
            $0.see(nil)
            $0.see(Self.running(until: 600))
            $0.pass(until: 480)
            for _ in 0..<3 { $0.see(Self.running(until: 600)) }
            $0.pass(until: 541)
            $0.see(Self.running(until: 600))
        }
        #expect(
            screen.told == [
                "0.0 welcome 600.0", "480.0 remaining 120.0", "540.0 bar 60.0 100%", "541.0 bar 59.0 98%",
            ]
        )
    }

    @Test func aDeadlineSetAnewByALittleIsNoExtension() {
        let screen = screen {
            $0.see(Self.running(until: 600))
            $0.pass(until: 2)
            $0.see(Self.running(until: 601.5))
        }
        #expect(screen.told == ["0.0 welcome 600.0"])
    }

    @Test func whatWasSleptThroughIsSaidOnceAsItIsNow() {
        let warned = screen {
            $0.see(Self.running(until: 600))
            $0.sleep(until: 520)
            $0.pass(until: 539)
        }
        #expect(warned.told == ["0.0 welcome 600.0", "520.0 remaining 80.0"])
        let almost = screen {
            $0.see(Self.running(until: 600))
            $0.sleep(until: 481)
        }
        #expect(almost.told.last == "481.0 remaining 120.0", "a little late, it says what was asked for")
        let late = screen {
            $0.see(Self.running(until: 600))
            $0.sleep(until: 595)
        }
        #expect(late.told == ["0.0 welcome 600.0", "595.0 bar 5.0 8%"])
        let over = screen {
            $0.see(Self.running(until: 600))
            $0.sleep(until: 605)
        }
        #expect(over.told == ["0.0 welcome 600.0", "605.0 bar 0.0 0%"])
    }

    @Test func closingEndsAllElse() {
        let screen = screen {
            $0.see(Self.running(until: 600))
            $0.pass(until: 100)
            $0.close()
            $0.see(Self.running(until: 600))
            $0.sleep(until: 590)
        }
        #expect(screen.told == ["0.0 welcome 600.0", "100.0 closing"])
        #expect(self.screen { $0.close() }.told == ["0.0 closing"])
    }

    @Test func withoutABarAllWarningsCome() {
        let screen = screen {
            $0.schedule = NoticeSchedule(warnAt: [.seconds(30), .seconds(120)], lastBar: .zero)
            $0.see(Self.running(until: 600))
            $0.pass(until: 700)
        }
        #expect(screen.told == ["0.0 welcome 600.0", "480.0 remaining 120.0", "570.0 remaining 30.0"])
    }

    @Test func withoutBarOrWarningsThereIsNoneOfThem() {
        let screen = screen {
            $0.schedule = NoticeSchedule(warnAt: [], lastBar: .zero)
            $0.see(Self.running(until: 600))
            $0.pass(until: 700)
            $0.sleep(until: 700)
        }
        #expect(screen.told == ["0.0 welcome 600.0"])
    }
}
