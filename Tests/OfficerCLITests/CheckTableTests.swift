import StationAPI
import Testing

@testable import OfficerCLI

@Suite struct CheckTableTests {
    private static let both = [Words(language: .english), Words(language: .indonesian)]

    private func table(_ results: [API.CheckResult], _ words: Words, columns: Int? = nil) -> CheckTable {
        var sheet = CheckSheet()
        sheet.finish(API.Check.Reply(checks: results))
        return CheckTable(sheet: sheet, words: words, columns: columns)
    }

    @Test func withoutATerminalNothingIsCut() {
        let results = [
            Fixture.check("network", .pass, detail: String(repeating: "long ", count: 40) + "end"),
            Fixture.check("servers", .fail, milliseconds: 5_004),
        ]
        #expect(
            table(results, Self.both[0]).final == [
                "FAILED     5.0 s  servers  call servers  measured (required)", "          → Mend the servers.",
                "ok         12 ms  network                " + String(repeating: "long ", count: 40) + "end",
                "1 required check fails: no visit can start.",
            ]
        )
        #expect(
            table(results, Self.both[1]).final.prefix(2) == [
                "GAGAL      5,0 s  servers  server panggilan  diukur: measured (wajib)",
                "          → Perbaiki servers.",
            ]
        )
    }

    @Test(arguments: both, [60, 71, 72, 80, 100])
    func everyLineFits(_ words: Words, _ columns: Int) {
        let long = String(repeating: "measured thing ", count: 7)
        let results = Part.allCases.enumerated().map { index, part in
            let verdict = API.Verdict.allCases[index % 4]
            return Fixture.check(part.rawValue, verdict, detail: long, milliseconds: index * 777)
        }
        let full = table(results, words, columns: columns)
        #expect(full.live.count == Part.allCases.count)
        for line in full.live + full.final { #expect(line.count <= columns, "\(line)") }
        for part in Part.allCases {
            #expect(full.final.contains { $0.contains("  \(part.rawValue)") }, "its name is what 'check' takes")
        }
        #expect(full.live.contains { $0.hasSuffix("…") })
    }

    @Test(arguments: [60, 80])
    func whatIsWrongIsReadInFull(_ columns: Int) {
        let detail = "no camera answers at the configured place, and none is plugged in anywhere else"
        let lines = table([Fixture.check("camera", .fail, detail: detail)], Self.both[0], columns: columns).final
        #expect(lines[0].hasSuffix("(required)"))
        let told = lines.dropFirst().dropLast().map { String($0.drop { $0 == " " }) }.joined(separator: " ")
        #expect(told == "\(detail) → Mend the camera.")
    }

    @Test func onANarrowScreenTheTimesGiveWay() {
        let result = [Fixture.check("camera", .pass)]
        #expect(table(result, Self.both[0], columns: 72).final[0] == "ok         12 ms  camera  measured")
        #expect(table(result, Self.both[0], columns: 71).final[0] == "ok        camera  measured")
    }

    @Test func inOneLineTheDetailIsCutAndNotWhatItMeans() {
        let detail = String(repeating: "measured ", count: 10)
        let results = [
            Fixture.check("camera", .fail, detail: detail), Fixture.check("disk", .fail, .advisory, detail: detail),
            Fixture.check("clock", .warn, detail: detail),
        ]
        let lines = table(results, Self.both[0], columns: 72).final(within: 1)
        #expect(lines[0].hasSuffix("measure… (required)"))
        #expect(lines[1].hasSuffix("measure… (advisory)"))
        #expect(lines[2].hasSuffix("measured …"))
        #expect(lines.prefix(2).allSatisfy { $0.count == 72 })
        let narrow = table(results, Self.both[0], columns: 34).final(within: 1)
        #expect(narrow[0] == "FAILED    camera  (required)")
    }

    @Test func onALowScreenTheWorstIsExplainedFirst() {
        let results = [
            Fixture.check("clock", .warn), Fixture.check("camera", .fail), Fixture.check("disk", .pass),
        ]
        let table = table(results, Self.both[0], columns: 80)
        #expect(table.final(within: 6) == table.final)
        let lower = table.final(within: 5)
        #expect(lower.count == 5)
        #expect(lower[1] == "          → Mend the camera.")
        for rows in [4, 1] { #expect(table.final(within: rows).count == 4, "the block leaves out what is too much") }
    }

    @Test func whileTheyRunTheOrderStays() {
        var sheet = CheckSheet()
        sheet.take(API.Check.Reply(checks: [], running: ["camera", "clock", "unheard-of"]))
        sheet.take(API.Check.Reply(checks: [Fixture.check("clock", .fail)], running: ["camera", "unheard-of"]))
        let lines = CheckTable(sheet: sheet, words: Self.both[1], columns: 80).live
        #expect(lines[0] == "…                 camera      kamera")
        #expect(lines[1].hasPrefix("GAGAL      12 ms  clock       jam"))
        #expect(lines[2] == "…                 unheard-of")
    }

    @Test func nothingInADetailMovesTheCursor() {
        for columns in [nil, 60, 200] {
            let lines = table(
                [Fixture.check("camera", .warn, detail: "\u{1b}[2J\u{7}")],
                Self.both[0],
                columns: columns
            )
            for line in lines.final {
                #expect(!line.unicodeScalars.contains { $0.properties.generalCategory == .control })
            }
        }
    }

    @Test func aBlockIsDrawnOverTheOneBefore() {
        #expect(LiveBlock.text(["a", "b"], over: [], columns: 80) == "\ra\u{1b}[K\nb\u{1b}[K\n\u{1b}[J")
        #expect(LiveBlock.text(["a"], over: [3, 0], columns: 80).hasPrefix("\r\u{1b}[2Aa"))
        #expect(LiveBlock.text(["a"], over: [80, 81, 20], columns: 40).hasPrefix("\r\u{1b}[6Aa"), "it was broken")
    }

    @Test func aBlockIsNoHigherThanTheScreen() {
        let lines = (1...30).map { "\($0)" }
        let size = Terminal.Size(columns: 80, rows: 24)
        let shown = LiveBlock.fitting(lines, size) { "\($0) more" }
        #expect(shown.count == 23)
        #expect(shown.suffix(3) == ["21", "8 more", "30"])
        #expect(LiveBlock.fitting(Array(lines.prefix(23)), size) { "\($0) more" } == Array(lines.prefix(23)))
    }
}
