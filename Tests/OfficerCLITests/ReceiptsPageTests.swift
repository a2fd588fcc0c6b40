import StationAPI
import Testing

@testable import OfficerCLI

@Suite struct ReceiptsPageTests {
    private let english = Words(language: .english)
    private let indonesian = Words(language: .indonesian)
    private let digest = String(repeating: "0123456789abcdef", count: 4)

    private func receipt(_ id: Int, findings: [API.Finding] = [], traces: [String] = []) -> API.Receipt {
        API.Receipt(
            id: id,
            visit: id + 40,
            clean: findings.isEmpty,
            startedAt: "2026-11-24T09:00:00.000+07:00",
            finishedAt: "2026-11-24T09:00:01.250+07:00",
            milliseconds: 1_250,
            closed: "signal 15",
            destroyed: [API.Destroyed(place: "home", bytes: 5_000_000)],
            depth: .everything,
            searched: [API.Searched(place: "process", count: 321), API.Searched(place: "newer-kind", count: 5)],
            findings: findings,
            version: "0.1.0",
            kernel: "6.1.0-test",
            template: "template-digest",
            remoteTraces: traces,
            remoteConfirmed: false,
            digest: "digest-of-\(id)",
            previous: id == 1 ? "" : "digest-of-\(id - 1)"
        )
    }

    private func verdict(_ problems: [API.ChainProblem] = []) -> API.ChainVerdict {
        API.ChainVerdict(
            holds: problems.isEmpty,
            count: 2,
            last: 2,
            head: digest,
            witnessed: nil,
            problems: problems,
            unlisted: 0,
            remedy: problems.isEmpty ? nil : "Call the administrator."
        )
    }

    private func page(
        _ receipts: [API.Receipt],
        unreadable: [Int] = [],
        _ verdict: API.ChainVerdict,
        _ words: Words
    ) -> String {
        ReceiptsPage(
            date: "2026-11-24",
            pc: "visit-pc",
            made: "2026-11-24 12:00:00 +07:00",
            day: .init(receipts: receipts, unreadable: unreadable),
            verdict: verdict,
            words: words
        ).html()
    }

    @Test func saysEverythingOfAReceipt() {
        let text = page([receipt(2, traces: ["a linked device"]), receipt(1)], verdict(), english)
        for expected in [
            "Receipt 2", "Visit 42", ">clean<", "09:00:00 – 09:00:01 · 1250 ms", "ended with signal 15",
            "the visit&#39;s home (4.7 MiB written)", "The whole PC: processes 321, newer-kind 5", "a linked device",
            "vcd 0.1.0 · kernel 6.1.0-test", "template-digest", "digest-of-2", "digest-of-1", "first receipt",
            "Tuesday 24 November 2026", "visit-pc", "All 2 receipts hold", "--head \(digest)", "signature",
        ] {
            #expect(text.contains(expected), "\(expected)")
        }
        #expect(text.contains(digest.prefix(8) + "</span><span>"), "the head in groups")
        let first = text.firstRange(of: "Receipt 1<")?.lowerBound ?? text.endIndex
        let second = text.firstRange(of: "Receipt 2<")?.lowerBound ?? text.startIndex
        #expect(first < second, "in the order of the day")
    }

    @Test func speaksIndonesian() {
        let text = page([receipt(1)], verdict(), indonesian)
        for expected in [
            "<html lang=\"id\">", "Bukti 1", "Kunjungan 41", ">bersih<", "dihentikan dengan sinyal 15", "4,7 MiB",
            "Seluruh komputer: proses 321", "Selasa, 24 November 2026", "Semua 2 bukti utuh", "tanda tangan",
        ] {
            #expect(text.contains(expected), "\(expected)")
        }
        for english in ["Receipt", "Destroyed", "signature", "digest of", "[[", "]]"] {
            #expect(!text.contains(english), "\(english)")
        }
    }

    @Test(arguments: [Words.Language.english, .indonesian])
    func nothingInAReceiptActsAsMarkup(_ language: Words.Language) {
        let evil = "<script>alert(\"x\")</script> & '{{digest}}' [[a|b]] \u{1b}[2J"
        var bad = receipt(1, findings: [API.Finding(place: evil, detail: evil)], traces: [evil])
        bad.closed = evil
        bad.destroyed = [API.Destroyed(place: evil, bytes: nil)]
        bad.searched = [API.Searched(place: evil, count: 1)]
        bad.version = evil
        bad.kernel = evil
        bad.template = evil
        bad.digest = evil
        bad.previous = evil
        let problem = API.ChainProblem(code: .edited, receipt: 1, through: nil, message: evil)
        let text = page([bad], verdict([problem]), Words(language: language))
        #expect(!text.contains("<script"))
        #expect(!text.contains("\u{1b}"))
        #expect(text.contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;{{digest}}&#39; [[a|b]]"))
    }

    @Test(arguments: [Words.Language.english, .indonesian])
    func theFileStandsAlone(_ language: Words.Language) {
        let text = page([receipt(1)], verdict(), Words(language: language))
        for outside in ["<script", "http", "url(", "src=", "href=", "@import", "<img", "<link", "<iframe"] {
            #expect(!text.contains(outside), "\(outside)")
        }
    }

    @Test func aBrokenRecordStandsOnTop() {
        let problems = [
            API.ChainProblem(code: .edited, receipt: 1, through: nil, message: "Receipt 1 was changed."),
            API.ChainProblem(code: .missing, receipt: 3, through: 5, message: "Receipts 3 to 5 are missing."),
        ]
        let text = page([receipt(2), receipt(1)], unreadable: [6], verdict(problems), english)
        #expect(text.contains("THE RECORD DOES NOT HOLD"))
        #expect(!text.contains("receipts hold"))
        #expect(text.contains("Call the administrator."))
        #expect(text.occurrences(of: "Receipt 1 was changed.") == 2, "in the list and at the receipt")
        #expect(text.contains("Receipts 3 to 5 are missing."))
        #expect(text.contains("Receipt 6</h3>"))
        #expect(text.occurrences(of: ">NOT AS WRITTEN<") == 1)
        #expect(text.occurrences(of: ">clean<") == 1, "the one that holds")
        #expect(text.contains("<b>1</b>proven clean"))
        #expect(text.contains("<b>2</b>with traces, or changed"))
        #expect(text.occurrences(of: "<article class=\"bad\">") == 2)
        let translated = page([receipt(1)], verdict(problems), indonesian)
        #expect(translated.contains("Bukti 1 diubah setelah ditulis"))
        #expect(translated.contains("Bukti 3 sampai 5 tidak ada"))
        #expect(!translated.contains("was changed"))
    }

    @Test func tracesThatWereFoundAreRed() {
        let finding = API.Finding(place: "process", detail: "sleep (4711)")
        let text = page([receipt(2, findings: [finding]), receipt(1)], verdict(), english)
        #expect(text.contains("<p class=\"bad\">found in processes: sleep (4711)</p>"))
        #expect(text.contains(">NOT CLEAN<"))
        #expect(text.occurrences(of: "<article class=\"bad\">") == 1)
    }

    @Test func noReceiptCountsAsProvenWhereNotAllProblemsAreListed() {
        var verdict = verdict([API.ChainProblem(code: .edited, receipt: 900, through: nil, message: "x")])
        verdict.unlisted = 1
        let text = page([receipt(1)], verdict, english)
        #expect(text.contains("not proven: there are too many problems to list"))
        #expect(text.contains(">NOT AS WRITTEN<"))
        #expect(!text.contains(">clean<"))
        #expect(text.contains("<b>0</b>proven clean"))
    }

    @Test func aDayWithoutAWipe() {
        #expect(page([], verdict(), english).contains("No wipe was made on this day."))
    }

    @Test func theTemplateHasEveryPartAndEverySlotIsFilled() {
        let template = ReceiptsPage.template(english)
        for name in ReceiptsPage.Part.allCases { #expect(template.slots(of: name) != nil, "\(name)") }
        #expect(!page([receipt(1)], verdict(), english).contains("{{"))
        let finding = API.Finding(place: "file", detail: "x")
        let problem = API.ChainProblem(code: .edited, receipt: 1, through: nil, message: "x")
        // A value that is missing leaves an empty element behind.
        for text in [
            page([receipt(1)], verdict(), english),
            page([receipt(1, findings: [finding])], unreadable: [2], verdict([problem]), english),
        ] {
            for empty in ["<dd></dd>", "<b></b>", "<p></p>", "<h2></h2>", "<li class=\"bad\"></li>"] {
                #expect(!text.contains(empty), "\(empty)")
            }
        }
    }

    @Test(arguments: [(0, "0 B"), (1_023, "1023 B"), (1_024, "1.0 KiB"), (1_536, "1.5 KiB"), (3 << 30, "3.0 GiB")])
    func sizes(_ bytes: Int, _ text: String) { #expect(english.size(bytes) == text) }

    @Test(arguments: [("2026-11-24", "Tuesday 24 November 2026"), ("2000-02-29", "Tuesday 29 February 2000")])
    func dates(_ date: String, _ text: String) { #expect(english.longDate(date) == text) }
}

extension String {
    /// How often a text stands in this one.
    fileprivate func occurrences(of text: String) -> Int { ranges(of: text).count }
}
