import StationAPI
import Testing

@testable import OfficerCLI

@Suite struct ReportTests {
    private let english = Words(language: .english)
    private let indonesian = Words(language: .indonesian)

    private func special() -> API.ReportVisit {
        var visit = ReportFixture.visit(2, cause: .time)
        visit.extendedSeconds = 120
        visit.extensionReasons = ["he said \"wait\", then\nagain"]
        visit.override = "late"
        visit.heldSeconds = 30
        visit.clean = false
        visit.class = .lawyer
        return visit
    }

    @Test func theTableFitsAHundredColumns() {
        var long = special()
        long.category = String(repeating: "long", count: 20)
        long.extensionReasons = [String(repeating: "why ", count: 60)]
        long.cause = .notStarted
        long.visit = 123_456
        long.receipt = 123_456
        for words in [english, indonesian] {
            var report = ReportFixture.report([ReportFixture.visit(1), long])
            report.checks = [
                ReportFixture.check("loudspeaker", .skipped, accepted: String(repeating: "why ", count: 60))
            ]
            report.checks[0].detail = String(repeating: "long ", count: 60)
            let lines = ReportTable(report: report, words: words).lines
            for line in lines.flatMap({ $0.split(separator: "\n") }) { #expect(line.count <= 100, "\(line)") }
        }
    }

    @Test func theTableSaysEverything() {
        let report = ReportFixture.report([ReportFixture.visit(1), special()])
        let text = ReportTable(report: report, words: english).lines.joined(separator: "\n")
        for expected in [
            "Report, Thursday 26 November 2026", "101", "09:01:00 09:06:45 09:06:47 5:45", "+2:00", "202 !",
            "override: late", "clock stopped for 0:30", "TRACES WERE FOUND", "with a lawyer", "calling", "5:00",
            "over the standard", "Registered: 3, served: 2, absent: 1.",
            "by hand the standard's times leave room for 8",
            "Visits ended by: officer 2.",
        ] {
            #expect(text.contains(expected), "\(expected)")
        }
        let translated = ReportTable(report: report, words: indonesian).lines.joined(separator: "\n")
        for expected in ["Laporan, Kamis, 26 November 2026", "pemanggilan", "melebihi standar", "petugas 2", "waktu"] {
            #expect(translated.contains(expected), "\(expected)")
        }
        #expect(ReportTable(report: ReportFixture.report([]), words: english).lines.contains("No visit was made."))
    }

    @Test func aClockThatWasNotRightIsSaid() {
        var cut = ReportFixture.visit(1, cause: .power)
        cut.tookSeconds = nil
        var set = ReportFixture.visit(2)
        set.endedAt = "2026-11-26T08:09:00+07:00"
        var corrected = ReportFixture.visit(3)
        corrected.clockShowed = "2010-01-01T00:03:00.000+07:00"
        var unsure = ReportFixture.visit(4)
        unsure.clockUnsure = true
        let report = ReportFixture.report([cut, set, corrected, unsure])
        let text = ReportTable(report: report, words: english).lines.joined(separator: "\n")
        for expected in [
            "its length is not known", "clock was set during the visit", "it showed Friday 1 January 2010, 00:03:00",
            "was not confirmed to be right", "09:06:45 09:06:47 ?",
        ] {
            #expect(text.contains(expected), "\(expected)")
        }
        #expect(text.split(separator: "5:45").count == 4, "by the boot clock")
        let translated = ReportTable(report: report, words: indonesian).lines.joined(separator: "\n")
        for expected in ["lamanya tidak diketahui", "jam komputer diubah", "jam komputer salah", "belum dipastikan"] {
            #expect(translated.contains(expected), "\(expected)")
        }
        #expect(ReportCSV.text(of: report).contains(",60,345,2,2010-01-01T00:03:00.000+07:00\r\n"))
    }

    @Test func whatWasNotWellIsToldWithTheReasonForGoingOn() {
        var report = ReportFixture.report([ReportFixture.visit(1)])
        report.checks = [
            ReportFixture.check("camera", .fail, accepted: "phone call instead"), ReportFixture.check("clock", .pass),
        ]
        let lines = ReportTable(report: report, words: english).lines
        let text = lines.joined(separator: "\n")
        #expect(
            text.contains(
                """
                Preparation: what was not well
                07:41:12  camera  FAILED    it is so
                        accepted for the day: phone call instead
                07:41:12  clock   well now  it is so

                """
            )
        )
        let translated = ReportTable(report: report, words: indonesian).lines
        for expected in [
            "Persiapan: yang tidak beres", "07:41:12  kamera  GAGAL      begini adanya",
            "07:41:12  jam     kini baik  begini adanya",
        ] {
            #expect(translated.contains(expected), "\(expected)")
        }
        report.to = "2026-11-27"
        #expect(ReportTable(report: report, words: english).lines.contains { $0.hasPrefix("2026-11-26 07:41:12  cam") })
        #expect(!ReportTable(report: ReportFixture.report([]), words: english).lines.contains(english.notWell))
    }

    @Test func severalDaysAreToldApart() {
        var other = ReportFixture.visit(2)
        other.date = "2026-11-30"
        var report = ReportFixture.report([ReportFixture.visit(1), other])
        report.to = "2026-11-30"
        let lines = ReportTable(report: report, words: english).lines
        #expect(lines[0] == "Report, Thursday 26 November 2026 to Monday 30 November 2026")
        #expect(lines.contains("Thursday 26 November 2026"))
        #expect(lines.contains("Monday 30 November 2026"))
    }

    @Test func theCSVHasALineForEachVisit() {
        let text = ReportCSV.text(of: ReportFixture.report([ReportFixture.visit(1), special()]))
        let first = "2026-11-26,101,1,narkotika,family,2026-11-26T09:00:00+07:00,2026-11-26T09:01:00+07:00,"
        #expect(text.hasPrefix(ReportCSV.columns.joined(separator: ",") + "\r\n" + first))
        #expect(text.contains("600,120,\"he said \"\"wait\"\", then\nagain\",30,time,202,false,late,60,345,2,\r\n"))
    }

    @Test(arguments: [
        ("2026-11-26T09:00:00+07:00", 1_795_658_400), ("2026-11-26T02:00:00Z", 1_795_658_400),
        ("2026-11-26T02:00:00.250Z", 1_795_658_400), ("1970-01-01T00:00:00-01:30", 5_400),
        ("2000-02-29T00:00:00+00:00", 951_782_400),
    ])
    func readsTimes(_ text: String, _ seconds: Int) { #expect(Instant(text)?.seconds == seconds) }

    @Test(arguments: ["", "2026-11-26", "2026-11-26T09:00:00", "2026-13-26T09:00:00Z", "2026-11-26T09:00:00+7"])
    func refusesWhatIsNoTime(_ text: String) { #expect(Instant(text) == nil) }
}
