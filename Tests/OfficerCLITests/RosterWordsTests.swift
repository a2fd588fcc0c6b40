import StationAPI
import Testing

@testable import OfficerCLI

@Suite struct RosterWordsTests {
    private let english = Words(language: .english)
    private let indonesian = Words(language: .indonesian)

    @Test func theListIsATable() {
        let lines = english.roster([Fixture.entry(1, .served), Fixture.entry(12, position: 1)])
        #expect(lines[0].hasPrefix("ticket  turn  state"))
        #expect(lines[1] == "1       -     served   T-1     narkotika  family")
        #expect(lines[2] == "12      1     waiting  T-12    narkotika  family")
        #expect(english.roster([]).joined().contains("vcctl roster add"))
    }

    @Test func whoIsNotThereGoesToTheEndOrOff() {
        #expect(english.absent(Fixture.entry(4, position: 3)).contains("place 3 of those who wait"))
        #expect(english.absent(Fixture.entry(4, .absent)).contains("Ticket 4 is absent."))
        for entry in [Fixture.entry(4, position: 3), Fixture.entry(4, .absent)] {
            #expect(indonesian.absent(entry).contains("vcctl call"))
        }
    }

    @Test func everyFaultHasItsOwnSentenceWithFieldAndValue() {
        let sentences = API.RosterFault.allCases.map { code in
            indonesian.rosterRefused(
                .init(code: code, field: "number", value: "T-1", message: "Said by vcd.", remedy: "Do it.")
            )
        }
        #expect(Set(sentences).count == API.RosterFault.allCases.count)
        for sentence in sentences { #expect(sentence.hasPrefix("Ditolak: nomor register 'T-1': "), "\(sentence)") }
        #expect(
            english.rosterRefused(.init(code: .dayFull, field: "", value: "", message: "Full.", remedy: "Wait."))
                == "Full. Wait."
        )
        #expect(
            english.rosterRefused(
                .init(code: .duplicate, field: "number", value: "T-1", message: "Is there.", remedy: "Look.")
            ) == "Refused: number 'T-1': Is there. Look."
        )
    }

    @Test func onlyWhatASupervisorCanAllowIsOfferedForIt() {
        for code in API.RosterFault.allCases {
            let said = indonesian.rosterRefused(.init(code: code, field: "", value: "", message: "M.", remedy: "R."))
            let isAllowed = [.wrongCategory, .registrationClosed, .dayFull, .quotaReached].contains(code)
            #expect(said.contains("--override") == isAllowed, "\(code)")
            #expect(!said.contains(": :"), "\(code)")
        }
    }

    @Test func everyProblemOfAnImportIsNamed() {
        let problems = [
            API.ImportProblem(line: 2, column: 1, field: "number", value: "x", message: "Bad.", code: .malformed),
            API.ImportProblem(line: 9, column: 0, field: "", value: "", message: "Too long.", code: .malformed),
            API.ImportProblem(line: 10, column: 2, field: "category", value: "c", message: "No.", code: .wrongCategory),
        ]
        #expect(
            english.notImported(problems).split(separator: "\n") == [
                "Line 2, column 1, number 'x': Bad.", "Line 9: Too long.", "Line 10, column 2, category 'c': No.",
                "Nothing was imported: 3 problems. Correct the file, then import it again.",
            ]
        )
        let translated = indonesian.notImported(problems)
        for expected in [
            "Baris 2, kolom 1, nomor register 'x': bukan isi", "(Too long.)",
            "Baris 10, kolom 2, kelompok 'c': bukan kelompok",
            "Tidak ada yang diimpor: 3",
        ] {
            #expect(translated.contains(expected), "\(expected)")
        }
    }

    @Test func theExportIsWhatImportTakes() {
        var entry = Fixture.entry(2)
        entry.note = "hard of hearing, \"loud\""
        entry.class = .lawyer
        let text = RosterCSV.text(of: [Fixture.entry(1), Fixture.entry(9, .removed), entry])
        #expect(
            text == "number,category,class,note\r\nT-1,narkotika,family,\r\n"
                + "T-2,narkotika,lawyer,\"hard of hearing, \"\"loud\"\"\"\r\n"
        )
    }

    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("a\r\nb", "\"a\r\nb\""), (" a", "\" a\""), ("=1", "'=1"),
        ("-5", "'-5"), ("@SUM(1)", "'@SUM(1)"), ("'=1", "''=1"), ("'a", "'a"), ("\tx", "'\tx"), ("+62", "'+62"),
        ("a\"\u{301}", "\"a\"\"\u{301}\""),
    ])
    func quotesWhatNeedsIt(_ text: String, _ field: String) {
        #expect(Array(CSV.field(text).unicodeScalars) == Array(field.unicodeScalars))
    }

    @Test func aMissingLineNamesItsField() {
        for field in [InputField.number, .note, .reason, .override] {
            let failure = Failure(EmptyInput(field: field), words: indonesian)
            #expect(failure.exitCode.rawValue == 65)
            #expect(failure.text.hasPrefix(indonesian.prompt(field)))
            #expect(failure.json.contains(field.rawValue))
        }
    }
}
