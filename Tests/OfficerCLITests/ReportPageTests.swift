import StationAPI
import Testing

@testable import OfficerCLI

@Suite struct ReportPageTests {
    private let english = Words(language: .english)
    private let indonesian = Words(language: .indonesian)

    private func page(_ report: API.Report, _ words: Words) -> String {
        ReportPage(report: report, pc: "visit-pc", made: "2026-11-26 12:00:00 +07:00", words: words).html()
    }

    private func morning(_ count: Int) -> API.Report {
        ReportFixture.report((1...count).map { ReportFixture.visit($0) })
    }

    @Test func saysEverything() {
        let text = page(morning(3), english)
        for expected in [
            "<html lang=\"en\">", "Thursday 26 November 2026", "visit-pc", "<b>4</b>registered", "<b>3</b>served",
            "narcotics 09:00–11:30", "<td class=\"t\">09:01:00</td>", "<td class=\"n\">203</td>", "calling", "10:00",
            "over the standard", "officer <b>3</b>", "aria-label=\"Timeline of Thursday 26 November 2026\"",
            "signature",
        ] {
            #expect(text.contains(expected), "\(expected)")
        }
    }

    @Test func speaksIndonesian() {
        let text = page(morning(3), indonesian)
        for expected in [
            "<html lang=\"id\">", "Kamis, 26 November 2026", "narkotika 09:00–11:30", "pemanggilan", "petugas <b>3</b>",
            "melebihi standar", "tanda tangan", "dilayani",
        ] {
            #expect(text.contains(expected), "\(expected)")
        }
        for english in ["served", "Ticket", "standard time", "signature", "[[", "]]"] {
            #expect(!text.contains(english), "\(english)")
        }
    }

    @Test(arguments: [Words.Language.english, .indonesian])
    func nothingInAReportActsAsMarkup(_ language: Words.Language) {
        let evil = "<script>alert(\"x\")</script> & '{{served}}' [[a|b]] \u{1b}[2J \u{202e}\u{9b}\u{2028}"
        var visit = ReportFixture.visit(1)
        visit.ticket = evil
        visit.category = evil
        visit.extendedSeconds = 1
        visit.extensionReasons = [evil]
        visit.override = evil
        visit.wipedAt = evil
        var report = ReportFixture.report([visit])
        report.days[0].exception = API.Name(english: evil, indonesian: evil)
        report.days[0].windows[0].name = API.Name(english: evil, indonesian: evil)
        let text = page(report, Words(language: language))
        #expect(!text.contains("<script"))
        for scalar in ["\u{1b}", "\u{202e}", "\u{9b}", "\u{2028}"] as [Unicode.Scalar] {
            #expect(!text.unicodeScalars.contains(scalar))
        }
        #expect(text.contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;{{served}}&#39; [[a|b]]"))
    }

    @Test(arguments: [Words.Language.english, .indonesian])
    func theFileStandsAlone(_ language: Words.Language) {
        let text = page(morning(2), Words(language: language))
        for outside in ["<script", "http", "url(", "src=", "href=", "@import", "<img", "<link", "<iframe"] {
            #expect(!text.contains(outside), "\(outside)")
        }
    }

    @Test func whatWasNotWellHasATable() {
        var report = morning(2)
        #expect(!page(report, english).contains("Preparation: what was not well"))
        report.checks = [ReportFixture.check("camera", .fail, accepted: "<b>"), ReportFixture.check("clock", .warn)]
        let text = page(report, english)
        for expected in [
            "<h2>Preparation: what was not well</h2>", "<td class=\"t\">07:41:12</td><td>camera</td>",
            "<td class=\"v\">FAILED</td><td>it is so</td>", "accepted for the day: &lt;b&gt;",
            "<td>clock</td><td class=\"v\">warning</td>",
        ] {
            #expect(text.contains(expected), "\(expected)")
        }
        let translated = page(report, indonesian)
        for expected in ["<h2>Persiapan: yang tidak beres</h2>", "<td>kamera</td>", "GAGAL", "begini adanya", "Bagian"]
        {
            #expect(translated.contains(expected), "\(expected)")
        }
        #expect(!text.contains("{{"))
    }

    @Test func theTemplateHasEveryPartAndEverySlotIsFilled() {
        let template = ReportPage.template(english)
        for name in ReportPage.Part.allCases { #expect(template.slots(of: name) != nil, "\(name)") }
        for text in [page(morning(2), english), page(ReportFixture.report([]), english)] {
            #expect(!text.contains("{{"))
            for empty in ["<td></td><td></td><td></td>", "<b></b>", "<p></p>", "<h2></h2>", "style=\"width: %\""] {
                #expect(!text.contains(empty), "\(empty)")
            }
        }
    }

    @Test func aDayWithoutVisitsSaysSo() {
        #expect(page(ReportFixture.report([]), english).contains("No visit was made."))
    }

    @Test func theAxisSpansTheSessionAndWhatIsOutsideIt() throws {
        let words = english
        let within = try #require(Timeline(ReportFixture.day, [ReportFixture.visit(1)], words))
        #expect(within.ticks.first?.label == "09:00")
        #expect(within.ticks.last?.label == "11:30")
        #expect(within.ticks.count == 6)
        let beyond = try #require(Timeline(ReportFixture.day, [ReportFixture.visit(22)], words))
        #expect(beyond.ticks.last?.label == "12:00")
        #expect(beyond.rows[0].spans.map(\.kind) == [.call, .visit, .wipe])
        #expect(beyond.rows[0].length == "5:45")
    }

    @Test func theAxisOfAShortOrLongDayHasStepsOfItsOwn() throws {
        var day = ReportFixture.day
        for (closes, last, count) in [("09:10", "09:10", 11), ("09:40", "09:40", 9), ("21:00", "21:00", 13)] {
            for index in day.windows.indices { day.windows[index].closes = "2026-11-26T\(closes):00+07:00" }
            let timeline = try #require(Timeline(day, [ReportFixture.visit(1)], english))
            #expect(timeline.ticks.first?.label == "09:00")
            #expect(timeline.ticks.last?.label == last)
            #expect(timeline.ticks.count == count, "\(closes)")
        }
    }

    @Test func aVisitThatWasCutOffStillHasItsRow() throws {
        var visit = ReportFixture.visit(1, cause: .power)
        visit.endedAt = nil
        visit.wipedAt = nil
        visit.tookSeconds = nil
        visit.wipingSeconds = nil
        let timeline = try #require(Timeline(ReportFixture.day, [visit], english))
        #expect(timeline.rows[0].spans.map(\.kind) == [.call])
        #expect(timeline.rows[0].length.isEmpty)
        #expect(Timeline(ReportFixture.day, [], english) == nil)
    }

    /// Its start is of 2010, its end of today, and nobody could date it anew: 16 years are no axis.
    @Test func whatAWrongClockDatedDrawsNoAxisOfYears() throws {
        var visit = ReportFixture.visit(1)
        visit.startedAt = "2010-01-01T00:01:00+07:00"
        let timeline = try #require(Timeline(ReportFixture.day, [visit], english))
        #expect(timeline.rows[0].spans.isEmpty)
        #expect(timeline.ticks.count == 6)
        visit = ReportFixture.visit(1)
        visit.endedAt = "2026-11-25T21:00:00+07:00"
        visit.wipedAt = "2026-11-25T21:00:02+07:00"
        let set = try #require(Timeline(ReportFixture.day, [visit], english))
        #expect(set.rows[0].spans.map { $0.end - $0.start } == [60, 345, 2])
    }

    @Test func traceWereFoundIsRed() {
        var visit = ReportFixture.visit(1)
        visit.clean = false
        let text = page(ReportFixture.report([visit]), english)
        #expect(text.contains("<tbody class=\"bad\">"))
        #expect(text.contains("TRACES WERE FOUND"))
        #expect(text.contains("<div class=\"alarm\"><b>1</b>"))
    }
}
