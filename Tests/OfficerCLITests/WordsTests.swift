import StationAPI
import Testing

@testable import OfficerCLI

@Suite struct WordsTests {
    private let both = [Words(language: .english), Words(language: .indonesian)]

    @Test(arguments: [("90s", 90), ("2m", 120), ("1m30s", 90), ("1h", 3_600)])
    func readsDurations(_ text: String, _ seconds: Int) { #expect(WholeSeconds(argument: text)?.seconds == seconds) }

    @Test(arguments: ["", "5", "s", "-1s", "1.5m", "25h", "0s", "1d", "99999999999999999999s"])
    func refusesWhatIsNoDuration(_ text: String) { #expect(WholeSeconds(argument: text) == nil) }

    /// What vcd says of them is English.
    @Test func eventsAreToldInTheOfficersLanguage() {
        func told(_ kind: API.EventKind, _ code: String?) -> String {
            let time = "2026-11-26T09:00:00+07:00"
            return Words(language: .indonesian)
                .happened(.init(at: time, kind: kind, state: .ready, code: code, message: "Said by vcd."))
        }
        for (kind, code) in [(API.EventKind.blocked, "findings"), (.drilled, "clean"), (.drilled, "traces")] {
            #expect(!told(kind, code).contains("Said by vcd."))
        }
        #expect(told(.blocked, "findings").contains("jejak kunjungan"))
        #expect(told(.blocked, "inventedLater").hasSuffix("Said by vcd."))
        #expect(told(.redated, nil).contains("vcctl roster list"))
    }

    @Test func everyStateHasWordsInBothLanguages() {
        for state in API.State.allCases {
            #expect(both[0].state(state) != both[1].state(state))
        }
    }

    @Test func aBlockedStationNamesTheNextRung() {
        for (rung, english, indonesian) in [
            (API.Rung.wipe, "vcctl wipe", "vcctl wipe"), (.reboot, "Restart the PC", "Hidupkan ulang komputer"),
        ] {
            let remedy = rung == .wipe ? "Run 'vcctl wipe'." : "Restart the PC."
            #expect(both[0].blocked("Why.", remedy: remedy, code: "findings", rung: rung).contains(english))
            #expect(both[1].blocked("Why.", remedy: remedy, code: "findings", rung: rung).contains(indonesian))
        }
    }

    @Test func aChangedTemplateIsNoMatterOfWipes() {
        let english = both[0].blocked("Why.", remedy: "A supervisor …", code: "templateChanged", rung: .wipe)
        let indonesian = both[1].blocked("Why.", remedy: "A supervisor …", code: "templateChanged", rung: .wipe)
        #expect(english == "Blocked: Why. A supervisor …")
        #expect(indonesian.contains("vcctl template set"))
        #expect(!indonesian.contains("hidupkan ulang"), "a reboot doesn't make it the accepted one")
    }

    @Test func theTemplateIsShownWithWhatIsDifferent() {
        var template = API.Template(
            path: "/t",
            digest: "0123456789abcdef",
            accepted: "0123456789abcdef",
            files: 2,
            bytes: 8,
            changes: [],
            changeCount: 0,
            unfit: []
        )
        #expect(both[0].template(template) == "/t  0123456789ab  2 files, 8 bytes. It is the accepted one.")
        #expect(both[1].template(template).contains("Sama dengan yang disetujui."))
        template.unfit = [.init(path: "x", change: "is setuid")]
        #expect(
            both[0].template(template).contains("NOT the accepted one.\nWhat no template may hold:\n  x: is setuid")
        )
        template.accepted = "other"
        template.changes = [.init(path: "a", change: "content")]
        template.changeCount = 3
        #expect(both[0].template(template).contains("a: content\n  and 2 more"))
        template.accepted = nil
        #expect(both[1].template(template).contains("Belum disetujui."))
    }

    @Test func aRunningVisitSaysHowLong() {
        let visit = Fixture.visit
        #expect(both[0].running(visit) == "Visit 7 is running: 9:05 left, until 09:10.")
        #expect(both[1].running(visit) == "Kunjungan 7 berlangsung: sisa 9:05, sampai pukul 09:10.")
    }

    @Test func nothingThatSomebodyElseChoseCommandsTheTerminal() {
        #expect(ScreenText.safe("a\u{1b}[31mb\u{1b}]0;title\u{7}c") == "a?[31mb?]0;title?c")
        #expect(ScreenText.safe("a\u{9b}31m\u{85}\u{7f}\r") == "a?31m???")
        #expect(ScreenText.safe("call \u{202E}cod.exe\u{2066}") == "call ?cod.exe?")
        #expect(ScreenText.safe("one\ntwo\té 👩‍👩‍👧") == "one\ntwo\té 👩‍👩‍👧")
        #expect(ScreenText.cut("a\nb\u{1b}", to: 9) == "a?b?")
    }
}
