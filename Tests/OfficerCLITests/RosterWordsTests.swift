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

    private func refused(_ reason: API.RosterReason?, _ field: String = "number", _ value: String = "T-1")
        -> API.RosterRefused
    {
        API.RosterRefused(
            code: .malformed,
            field: field,
            value: value,
            message: "Said by vcd.",
            remedy: "Do it.",
            reason: reason?.rawValue ?? "inventedLater",
            values: ["7", "9"]
        )
    }

    @Test func everyReasonHasItsOwnSentenceInBothLanguages() {
        for words in [english, indonesian] {
            let sentences = API.RosterReason.allCases.map { words.rosterReason($0, ["7", "9"]) }
            #expect(Set(sentences).count == sentences.count)
            for sentence in sentences { #expect(sentence.count > 10, "\(sentence)") }
        }
        for reason in API.RosterReason.allCases {
            let said = indonesian.rosterRefused(refused(reason))
            #expect(said.hasPrefix("Ditolak: nomor register 'T-1': "), "\(said)")
            #expect(!said.contains("Said by vcd"), "\(said)")
            #expect(said != english.rosterRefused(refused(reason)))
        }
    }

    /// A newer vcd may have more reasons than this vcctl knows.
    @Test func aReasonOfANewerDaemonIsSaidByIt() {
        for words in [english, indonesian] {
            #expect(words.rosterRefused(refused(nil)).hasSuffix(": Said by vcd. Do it."))
        }
        #expect(english.rosterRefused(refused(nil, "", "")) == "Said by vcd. Do it.")
        let old = API.RosterRefused(code: .duplicate, field: "", value: "", message: "Is there.", remedy: "Look.")
        #expect(indonesian.rosterRefused(old) == "Ditolak: Is there. Look.")
    }

    @Test func onlyWhatASupervisorCanAllowIsOfferedForIt() {
        for reason in API.RosterReason.allCases {
            let said = indonesian.rosterRefused(refused(reason, "", ""))
            let isAllowed = [.notToday, .registrationClosed, .dayFull, .quotaReached, .served].contains(reason)
            #expect(said.contains("--override") == isAllowed, "\(reason)")
            #expect(!said.contains(": :"), "\(reason)")
        }
    }

    @Test func everyProblemOfAnImportIsNamed() {
        func problem(_ line: Int, _ column: Int, _ field: String, _ value: String, _ reason: String)
            -> API.ImportProblem
        {
            API.ImportProblem(
                line: line,
                column: column,
                field: field,
                value: value,
                message: "Bad.",
                code: .malformed,
                reason: reason,
                values: ["6", "4"]
            )
        }
        let problems = [
            problem(2, 1, "number", "x", "noNumber"), problem(9, 0, "", "", "tooManyFields"),
            problem(10, 2, "category", "c", "inventedLater"),
        ]
        let lines = english.notImported(problems).split(separator: "\n")
        #expect(lines[0].hasPrefix("Line 2, column 1, number 'x': This is no register number: "))
        #expect(lines[1] == "Line 9: The line has 6 fields instead of 4.")
        #expect(lines[2] == "Line 10, column 2, category 'c': Bad.")
        #expect(lines[3] == "Nothing was imported: 3 problems. Correct the file, then import it again.")
        let translated = indonesian.notImported(problems)
        for expected in [
            "Baris 2, kolom 1, nomor register 'x': bukan nomor register", "Baris 9: baris ini berisi 6 kolom",
            "Baris 10, kolom 2, kelompok 'c': Bad.", "Tidak ada yang diimpor: 3",
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
