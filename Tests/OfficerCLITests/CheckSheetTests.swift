import StationAPI
import Testing

@testable import OfficerCLI

@Suite struct CheckSheetTests {
    private let all = [
        Fixture.check("display", .skipped), Fixture.check("network", .pass), Fixture.check("clock", .warn, .advisory),
        Fixture.check("disk", .fail, .advisory), Fixture.check("stun", .fail, accepted: true),
        Fixture.check("camera", .fail), Fixture.check("servers", .fail), Fixture.check("client", .pass),
    ]

    private func sheet(_ results: [API.CheckResult], isPartial: Bool = false) -> CheckSheet {
        var sheet = CheckSheet(isPartial: isPartial)
        sheet.finish(API.Check.Reply(checks: results))
        return sheet
    }

    @Test func theWorstComesFirst() {
        #expect(
            sheet(all).results.map(\.name)
                == ["camera", "servers", "stun", "disk", "clock", "network", "client", "display"]
        )
    }

    @Test func fillsAsRepliesCome() {
        var sheet = CheckSheet()
        sheet.take(API.Check.Reply(checks: [], running: ["camera", "clock", "later"]))
        #expect(sheet.names == ["camera", "clock", "later"])
        #expect(sheet.running == ["camera", "clock", "later"])
        #expect(sheet.result(of: "camera") == nil)
        sheet.take(API.Check.Reply(checks: [Fixture.check("clock", .pass)], running: ["camera", "later"]))
        #expect(sheet.names == ["camera", "clock", "later"])
        #expect(sheet.running == ["camera", "later"])
        #expect(sheet.result(of: "clock")?.verdict == .pass)
        sheet.finish(API.Check.Reply(checks: [Fixture.check("camera", .fail), Fixture.check("clock", .pass)]))
        #expect(sheet.running.isEmpty)
        #expect(sheet.results.map(\.name) == ["camera", "clock"])
    }

    @Test func onlyARequiredFailureThatNobodyAcceptedIsAnError() {
        #expect(sheet(all).holding == 2)
        #expect(sheet(all).exitCode.rawValue == 74)
        #expect(sheet(all.filter { !$0.holds }).exitCode.rawValue == 0)
        #expect(sheet(all.filter { !$0.holds }).concerns == 3)
        #expect(sheet([]).exitCode.rawValue == 0)
    }

    @Test func aLookThatWasBrokenOffProvesNothingGood() {
        var broken = CheckSheet()
        #expect(CheckWatch.exitCode(of: broken, endedBy: 2) == 130)
        broken.take(API.Check.Reply(checks: [Fixture.check("clock", .pass)], running: ["camera"]))
        #expect(CheckWatch.exitCode(of: broken, endedBy: 15) == 143)
        broken.take(API.Check.Reply(checks: [Fixture.check("camera", .fail)], running: []))
        #expect(CheckWatch.exitCode(of: broken, endedBy: 2) == 74)
        #expect(CheckWatch.exitCode(of: sheet([Fixture.check("clock", .pass)]), endedBy: 2) == 0)
    }

    @Test func tellsWhatChanged() {
        let before = sheet(all)
        #expect(sheet(all).changes(since: before).isEmpty)
        var other = all
        other[1].detail = "another measure"
        other[1].milliseconds += 1
        #expect(sheet(other).changes(since: before).isEmpty, "a measure is another every time")
        other[5].accepted = true
        other[2].verdict = .pass
        other[3].severity = .required
        other.append(Fixture.check("rtc", .pass))
        #expect(sheet(other).changes(since: before).map(\.name) == ["disk", "camera", "clock", "rtc"])
    }

    @Test func theLastLineSaysWhatItComesTo() {
        let (english, indonesian) = (Words(language: .english), Words(language: .indonesian))
        let well = [Fixture.check("network", .pass), Fixture.check("rtc", .skipped)]
        let one = well + [Fixture.check("camera", .fail)]
        let two = one + [Fixture.check("servers", .fail), Fixture.check("clock", .warn)]
        let warned = well + [Fixture.check("clock", .warn)]
        let open = warned + [Fixture.check("disk", .fail, .advisory), Fixture.check("stun", .fail, accepted: true)]
        for (results, isPartial, inEnglish, inIndonesian) in [
            (well, false, "The station is ready for calls.", "Stasiun siap untuk panggilan."),
            (
                one, false, "1 required check fails: no visit can start.",
                "1 pemeriksaan wajib gagal: kunjungan tidak dapat dimulai."
            ),
            (
                two, true, "2 required checks fail: no visit can start.",
                "2 pemeriksaan wajib gagal: kunjungan tidak dapat dimulai."
            ),
            (
                warned, false, "Visits can start; 1 thing needs attention.",
                "Kunjungan dapat dimulai; 1 hal perlu diperhatikan."
            ),
            (
                open, false, "Visits can start; 3 things need attention.",
                "Kunjungan dapat dimulai; 3 hal perlu diperhatikan."
            ),
            (
                open, true, "This keeps no visit from starting; 3 things need attention.",
                "Ini tidak menghalangi kunjungan; 3 hal perlu diperhatikan."
            ),
            (well, true, "What was looked at is well.", "Yang diperiksa dalam keadaan baik."),
            ([], false, "Nothing was looked at: every check is switched off.", "Semua pemeriksaan dinonaktifkan."),
        ] {
            let sheet = sheet(results, isPartial: isPartial)
            #expect(english.checkSummary(sheet) == inEnglish)
            #expect(indonesian.checkSummary(sheet) == inIndonesian)
        }
    }
}
