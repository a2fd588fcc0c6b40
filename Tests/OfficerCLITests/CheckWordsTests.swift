import StationAPI
import Testing

@testable import OfficerCLI

@Suite struct CheckWordsTests {
    private let english = Words(language: .english)
    private let indonesian = Words(language: .indonesian)

    private func status(_ concerns: [API.CheckResult], blocked: String? = nil) -> API.Status {
        var status = Fixture.status(blocked == nil ? .ready : .blocked)
        status.checks = API.CheckSummary(at: "2026-01-31T07:00:00+07:00", passed: 14, skipped: 2, concerns: concerns)
        status.blockedCode = blocked
        status.blockedReason = blocked.map { _ in "A required check failed: camera (measured)" }
        status.blockedRemedy = blocked.map { _ in "Mend the camera." }
        return status
    }

    private func text(_ lines: [String]) -> String { lines.joined(separator: "\n") }

    @Test func everyPartHasAnIndonesianLabel() {
        let labels = Part.allCases.map { indonesian.part($0.rawValue) }
        #expect(Set(labels).count == Part.allCases.count)
        #expect(Set(Part.allCases.map { english.part($0.rawValue) }).count == Part.allCases.count)
        #expect(indonesian.part("camera") == "kamera")
        #expect(english.label("camera") == nil, "it says no more than the name")
        #expect(english.partAndName("client") == "call program (client)")
        #expect(indonesian.partAndName("rtc") == "jam baterai (rtc)")
        #expect(indonesian.partAndName("unheard-of") == "unheard-of")
    }

    @Test func aDetailHasOneStopInASentenceAndNoneInATable() {
        for detail in ["measured", "measured."] {
            let camera = Fixture.check("camera", .fail, detail: detail)
            #expect(english.detail(of: camera) == "measured")
            #expect(english.checkLines(status([camera]))[1] == "- camera: measured. Mend the camera.")
        }
    }

    @Test func everyVerdictHasAMark() {
        #expect(API.Verdict.allCases.map(english.mark) == ["ok", "warning", "FAILED", "skipped"])
        #expect(API.Verdict.allCases.map(indonesian.mark) == ["baik", "awas", "GAGAL", "dilewati"])
    }

    @Test func aFailureSaysWhatItMeans() {
        for (result, inEnglish, inIndonesian) in [
            (Fixture.check("camera", .fail), "(required)", "(wajib)"),
            (Fixture.check("camera", .fail, accepted: true), "(accepted for today)", "(diterima hari ini)"),
            (Fixture.check("disk", .fail, .advisory), "(advisory: visits go on)", "(anjuran, tidak menghalangi)"),
            (Fixture.check("disk", .fail, .off), "(switched off: visits go on)", "(nonaktif, tidak menghalangi)"),
        ] {
            #expect(english.checkTag(result) == inEnglish)
            #expect(indonesian.checkTag(result)?.contains(inIndonesian) == true)
        }
        for verdict in [API.Verdict.pass, .warn, .skipped] {
            #expect(english.checkTag(Fixture.check("camera", verdict)) == nil)
        }
    }

    @Test(arguments: [(0, "0 ms"), (999, "999 ms"), (1_000, "1.0 s"), (2_949, "2.9 s"), (30_050, "30.1 s")])
    func timesAreShort(_ milliseconds: Int, _ expected: String) { #expect(english.took(milliseconds) == expected) }

    @Test func whenAllIsWellTheStatusSaysItShortly() {
        #expect(english.checkLines(status([])) == ["Checks: 14 pass."])
        #expect(indonesian.checkLines(status([])) == ["Pemeriksaan: 14 baik."])
    }

    @Test func theStatusNamesWhatIsNotWell() {
        let concerns = [
            Fixture.check("camera", .fail), Fixture.check("client", .fail, .advisory), Fixture.check("clock", .warn),
        ]
        #expect(
            english.checkLines(status(concerns)) == [
                "Checks: 14 pass, 2 fail (camera, call program), 1 warns (clock).",
                "- camera: measured. Mend the camera.",
            ]
        )
        #expect(
            indonesian.checkLines(status(concerns)) == [
                "Pemeriksaan: 14 baik, 2 gagal (kamera, program panggilan), 1 awas (jam).",
                "- kamera (camera): diukur: measured. Perbaiki camera.",
            ]
        )
        #expect(english.checkLines(status([concerns[0]]))[0] == "Checks: 14 pass, 1 fails (camera).")
        #expect(
            english.checkLines(status([concerns[2], Fixture.check("disk", .warn)]))[0]
                == "Checks: 14 pass, 2 warn (clock, disk)."
        )
    }

    @Test func aStationThatChecksBlockSaysWhichAndWhatToDo() {
        let camera = Fixture.check("camera", .fail)
        let one = status([camera, Fixture.check("disk", .fail, .advisory)], blocked: "checksFailed")
        #expect(
            english.status(one).split(separator: "\n") == [
                "Blocked: a required check fails.", "- camera: measured. Mend the camera.",
                "The station becomes ready by itself once that is mended. A supervisor may accept it for today: "
                    + "vcctl check camera --accept REASON",
            ]
        )
        let two = indonesian.status(status([camera, Fixture.check("servers", .fail)], blocked: "checksFailed"))
        for expected in [
            "Terblokir: 2 pemeriksaan wajib gagal.", "- kamera (camera): diukur: measured. Perbaiki camera.",
            "- server panggilan (servers)", "siap dengan sendirinya", "vcctl check NAMA --accept ALASAN",
        ] {
            #expect(two.contains(expected), "\(expected)")
        }
        #expect(english.checkLines(one).count == 1, "what to do has been said")
    }

    @Test func whereOnlyTheReasonIsKnownItIsSaid() {
        let english = english.status(status([], blocked: "checksFailed"))
        #expect(english == "Blocked: A required check failed: camera (measured) Mend the camera.")
        let indonesian = indonesian.status(status([], blocked: "checksFailed"))
        for expected in ["pemeriksaan peralatan gagal", "vcctl check", "--accept ALASAN"] {
            #expect(indonesian.contains(expected), "\(expected)")
        }
        #expect(!indonesian.contains("vcctl wipe"), "a wipe mends no camera")
    }

    @Test func thePreparationIsToldUntilTheFirstVisit() {
        var status = Fixture.status(.preparing)
        status.preparation.stages = [
            API.Stage(name: .wipe, milliseconds: 800), API.Stage(name: .drill, milliseconds: 4_230),
        ]
        #expect(english.checkLines(status) == ["Preparation so far: wipe 0.8 s, drill 4.2 s."])
        status.preparation.stages += [
            API.Stage(name: .start, milliseconds: 1_000), API.Stage(name: .home, milliseconds: 60),
            API.Stage(name: .checks, milliseconds: 2_900),
        ]
        status.preparation.readyAfter = 31_200
        #expect(
            english.checkLines(status) == [
                "Preparation: wipe 0.8 s, drill 4.2 s, call program 1.0 s, home 60 ms, checks 2.9 s; "
                    + "ready 31 s after switching on."
            ]
        )
        #expect(
            indonesian.checkLines(status) == [
                "Persiapan: pembersihan 0,8 s, uji pembersihan 4,2 s, uji program 1,0 s, ruang baru "
                    + "60 ms, pemeriksaan 2,9 s; siap 31 detik setelah dihidupkan."
            ]
        )
        status.preparation.readyAfter = 360_000
        #expect(english.checkLines(status)[0].hasSuffix("; ready 6 minutes after switching on."))
        status.preparation.readyAfter = 7_200_000
        #expect(english.checkLines(status)[0].hasSuffix("checks 2.9 s."), "vcd was started anew")
        status.today.served = 1
        #expect(english.checkLines(status).isEmpty)
    }

    @Test func eventsNameThePart() {
        for (kind, expected) in [
            (API.EventKind.checkChanged, "kamera (camera) berubah"),
            (.checkAccepted, "Diterima untuk hari ini: kamera (camera) boleh gagal."),
            (.checked, "vcctl status"),
        ] {
            let event = API.Event(at: "", kind: kind, state: .ready, check: "camera", message: "M.")
            #expect(indonesian.happened(event).contains(expected))
            #expect(english.happened(event) == "M.")
        }
    }

    @Test func whatHoldsNobodyUpNeedsNoAccepting() {
        let error = API.InvalidValue(field: "name", value: "", allowed: "camera", message: "M.", remedy: "R.")
        #expect(english.invalidValue(error) == "M. R.")
        #expect(indonesian.invalidValue(error).hasSuffix("Yang menghalangi: camera."))
        let unknown = API.InvalidValue(field: "names", value: "x", allowed: "camera", message: "M.", remedy: "R.")
        #expect(indonesian.invalidValue(unknown) == "'x' tidak boleh untuk nama. Yang boleh: camera.")
    }
}
