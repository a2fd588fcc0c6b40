import StationAPI
import Testing

@testable import OfficerCLI

@Suite struct DayWordsTests {
    @Test func aPCThatCannotWakeIsSwitchedOnByHand() {
        for (language, words, other) in [
            (Words.Language.english, "by hand", "wakes by itself"), (.indonesian, "dengan tangan", "hidup sendiri"),
        ] {
            let said = Words(language: language).closingDown(.init(switchedOnByHand: true)).joined()
            #expect(said.contains(words) && !said.contains(other))
        }
    }

    private let english = Words(language: .english)
    private let indonesian = Words(language: .indonesian)

    private func text(_ lines: [String]) -> String { lines.joined(separator: "\n") }

    @Test func aPlainDayHasOneLine() {
        #expect(english.statusLines(Fixture.status()) == ["Ready for the next visit. Proven clean, receipt 3."])
    }

    @Test func aBusyDayNamesTheNextStep() {
        var today = Fixture.plainDay
        today.closes = "2026-01-31T11:30:00+07:00"
        today.waiting = 2
        today.next = "4"
        let waiting = text(english.statusLines(Fixture.status(today: today)))
        for expected in [
            "open until 11:30", "Waiting: 2, served: 0, absent: 0.", "Next is ticket 4. To call: vcctl call",
        ] {
            #expect(waiting.contains(expected), "\(expected)")
        }
        today.called = API.Called(ticket: "4", calledAt: "", elapsedSeconds: 65, overdue: false)
        #expect(text(english.statusLines(Fixture.status(today: today))).contains("called 1:05 ago. When the inmate is"))
        today.called?.overdue = true
        today.slot = Fixture.slot
        today.clockTrusted = false
        let all = text(indonesian.statusLines(Fixture.status(today: today)))
        for expected in [
            "sampai pukul 11:30", "Menunggu: 2", "nomor antrean 4", "belum datang", "vcctl roster absent 4",
            "vcctl slot",
            "Jam komputer",
        ] {
            #expect(all.contains(expected), "\(expected)")
        }
    }

    @Test func outsideASessionItSaysWhenTheNextOneIs() {
        var today = Fixture.plainDay
        today.enforced = true
        #expect(text(english.statusLines(Fixture.status(today: today))).contains("none in sight"))
        today.nextOpens = "2026-02-02T09:00:00+07:00"
        #expect(
            text(english.statusLines(Fixture.status(today: today)))
                .contains("No session now. The next one: Monday 2 February 2026 at 09:00.")
        )
    }

    @Test func aVisitWhoseClockStandsSaysWhatItWaitsFor() {
        var visit = Fixture.visit
        visit.ticket = "5"
        visit.category = "narkotika"
        visit.class = .lawyer
        visit.extendedSeconds = 120
        visit.clock = .waiting
        let lines = english.statusLines(Fixture.status(.visiting, visit: visit))
        #expect(lines[0] == "Visit 7 is running: 9:05 left, until 09:10.")
        #expect(lines[1] == "In the room: ticket 5, narkotika, lawyer, extended by 2:00.")
        #expect(lines[2].hasSuffix("vcctl connected"))
        visit.clock = .held
        #expect(indonesian.statusLines(Fixture.status(.visiting, visit: visit))[2].hasSuffix("vcctl resume"))
    }

    @Test func aLockedStationNamesTheSupervisor() {
        var status = Fixture.status(.locked)
        status.lockedAt = "2026-01-31T09:41:00+07:00"
        #expect(text(english.statusLines(status)).contains("locked since Saturday 31 January 2026 at 09:41."))
        #expect(text(indonesian.statusLines(status)).contains("vcctl unlock --reason ALASAN"))
    }

    @Test func aLockedStationCallsNobody() {
        var today = Fixture.plainDay
        today.waiting = 2
        today.next = "4"
        #expect(!text(english.statusLines(Fixture.status(.locked, today: today))).contains("vcctl call"))
    }

    @Test func theFairShareIsShownWithItsArithmetic() {
        let shown = text(english.slot(Fixture.slot))
        for expected in [
            "12 wait, and 90:00 are left", "12 × 10:00 + 11 × 1:00 = 131:00", "12 × 6:30 + 11 × 1:00 = 89:00",
            "vcctl slot --accept",
        ] {
            #expect(shown.contains(expected), "\(expected)")
        }
        var slot = Fixture.slot
        slot.fits = 9
        slot.accepted = true
        let short = text(indonesian.slot(slot))
        for expected in ["hanya 9 dari 12", "vcctl slot --normal"] { #expect(short.contains(expected), "\(expected)") }
        slot.accepted = false
        var today = Fixture.plainDay
        today.slot = slot
        #expect(text(english.statusLines(Fixture.status(today: today))).contains("even with 6:30 each only 9 of 12"))
        slot.waiting = 1
        #expect(text(english.slot(slot)).contains("1 × 6:30 = 6:30"))
        #expect(english.slot(nil).count == 1)
    }

    @Test func theScheduleNamesTheCategoriesAsTheyAreTyped() {
        let window = ReportFixture.day.windows[0]
        let reply = API.GetSchedule.Reply(
            enforced: true,
            zone: "Asia/Jakarta",
            days: [
                ReportFixture.day,
                .init(date: "2026-11-27", exception: .init(english: "holiday", indonesian: "libur"), windows: []),
            ]
        )
        let shown = text(english.schedule(reply))
        for expected in [
            "Thursday 26 November 2026", "09:00-11:30", window.category, "narcotics, registration 08:30-09:00",
            "Friday 27 November 2026 (holiday)", "no visits", "Asia/Jakarta",
        ] {
            #expect(shown.contains(expected), "\(expected)")
        }
        #expect(text(indonesian.schedule(reply)).contains("pendataan 08:30-09:00"))
    }

    @Test func everyEventHasWordsInIndonesian() {
        for kind in API.EventKind.allCases {
            let event = API.Event(
                at: "2026-01-31T09:41:00+07:00",
                kind: kind,
                state: .ready,
                ticket: "4",
                message: "Said by vcd."
            )
            #expect(english.event(event) == "09:41:00  Said by vcd.")
            #expect(indonesian.happened(event) != "Said by vcd.", "\(kind)")
        }
    }
}
