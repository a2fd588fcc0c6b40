import Testing

@testable import StationCore

/// Lists as offices keep them: what spreadsheets leave around a table, and how prisons write numbers and titles.
struct OfficersFilesTests {
    private let now = WallTime(milliseconds: 1_770_000_000_000)

    private func outcome(_ text: String) throws -> RosterOutcome {
        var rules = RosterRules()
        rules.know([
            VisitCategory(id: CategoryID("uji"), name: LocalText("narcotics trial", "narkotika uji"), rules: []),
            VisitCategory(id: CategoryID("lansia"), name: LocalText("elderly block", "blok lansia"), rules: []),
        ])
        let date = try #require(CalendarDay("2026-03-03"))
        var roster = RosterDay(day: date, entries: [], rules: rules, nextID: EntryID(1))
        return try roster.apply(.importing(text: text, dryRun: true, override: nil), at: now)
    }

    private static let two = "A1;uji;;\r\nB2;uji;keluarga;lama\r\n"
    private static let titles = "nomor;kelompok;kelas;catatan\r\n"

    @Test(arguments: [
        "\u{FEFF}" + titles + two, titles + two + ";;;\r\n;;;\r\n", titles + "\u{A0};;\u{200B};\r\n" + two,
        "sep=;\r\n" + titles + two, "SEP=;\n" + titles + two, titles + two + "\u{1A}", titles + two + "\0\0",
        "nomor;kelompok;kelas;catatan;;\r\nA1;uji;;;;\r\nB2;uji;keluarga;lama;;\r\n",
        "nomor;kelompok;kelas;catatan\r\nA1;uji;;;;;\r\nB2;uji;keluarga;lama;;;\r\n",
        "nomor\tkelompok\tkelas\tcatatan\r\nA1\tuji\t\t\r\nB2\tuji\tkeluarga\tlama\r\n",
        "nomor|kelompok|kelas|catatan\r\nA1|uji||\r\nB2|uji|keluarga|lama\r\n",
        "number,category,class,note\nA1,uji\n,,\nB2,uji,,lama\n,\n",
        "nomor\u{A0};\u{200B}kelompok;kelas;catatan\r\nA1\u{A0};uji;;\r\n\u{A0}B2;uji\u{2003};keluarga;lama\u{202F}\r\n",
        "No. Register;Kelompok;Kelas;Keterangan\r\n" + two, "No Registrasi;Kategori;Kelas;Ket.\r\n" + two,
        "Nomor Register;Kelompok;Jenis Kunjungan;Catatan\r\n" + two, "No.;Kelompok;Kelas;Catatan\r\n" + two,
        "DAFTAR KUNJUNGAN ONLINE;;;\r\n;;;\r\n" + titles + two, "DAFTAR KUNJUNGAN ONLINE\r\n\r\n" + titles + two,
        "DAFTAR, BLOK A, B, C DAN D\r\n" + titles + two,
        titles + "A1;narkotika uji;;\r\nB2;Narcotics  Trial;Keluarga;lama\r\n",
        "No;No. Register;Kelompok;Kelas;Catatan\r\n1;A1;uji;;\r\n2;B2;uji;keluarga;lama\r\n",
    ])
    func theSameTwoInmates(text: String) throws {
        let outcome = try outcome(text)
        #expect(outcome.problems.map { "\($0.line):\($0.column) \($0.refusal.message)" } == [])
        #expect(outcome.entries.map(\.number.text) == ["A1", "B2"])
        #expect(outcome.entries.map(\.category.key) == ["uji", "uji"])
        #expect(outcome.entries.map(\.note) == [nil, "lama"])
        #expect(outcome.doubts == [])
    }

    @Test func aNumberIsTheSameWithBlanksInIt() throws {
        let outcome = try outcome(
            "nomor;kelompok\nBI.N 7/2031;uji\nA. 8/2031;uji\nB.I. 9/2031;uji\nBI.N\u{A0}7/2031;uji\n"
        )
        #expect(outcome.problems.map { "\($0.line) \($0.refusal.code)" } == ["5 duplicate"])
        #expect(RegisterNumber("BI.N 7/2031") == RegisterNumber("bi.n7/2031"))
        #expect(RegisterNumber("\u{200B} \t") == nil)
    }

    @Test(arguments: ["penasihat hukum", "Penasihat Hukum", "pengacara", "lawyer", "kuasa hukum"])
    func aLawyerByEveryName(word: String) throws {
        #expect(try outcome("nomor;kelompok;kelas\nA1;uji;\(word)\n").entries.map(\.visitClass) == [.lawyer])
    }

    @Test(arguments: [
        // An inmate above the titles is not passed over.
        ("A1;uji;;\r\nnomor;kelompok;kelas;catatan\r\nB2;uji;;\r\n", ["1:0"]),
        // A value in a column without a title is not dropped.
        ("nomor;kelompok;\r\nA1;uji;x\r\n", ["2:3"]), ("nomor;kelompok\r\nA1;uji;;x\r\n", ["2:4"]),
        ("nomor;kelompok;nama\r\nA1;uji;x\r\n", ["1:3"]),
        ("nomor;kelompok\r\nA\u{1B}[31m;uji\r\n", ["2:1"]), ("nomor;kelompok\r\nA1;tidak ada\r\n", ["2:2"]),
    ])
    func nothingIsPassedOver(text: String, expected: [String]) throws {
        #expect(try outcome(text).problems.map { "\($0.line):\($0.column)" } == expected)
    }

    @Test func whatASpreadsheetMadeOfNumbersIsDoubted() throws {
        let text =
            "nomor;kelompok\n3.2021E15;uji\n12-Mar;uji\n03/12/2031;uji\n007;uji\n7;uji\nBI.N 7/2031;uji\n12/2031;uji\n"
        let doubts = try outcome(text).doubts
        #expect(
            doubts.map { "\($0.line):\($0.column) \($0.value) \($0.kind)" } == [
                "2:1 3.2021E15 rounded", "3:1 12-Mar date", "4:1 03/12/2031 date", "6:1 7 leadingZeros",
            ]
        )
        #expect(try outcome("nomor;kelompok\n3,2021E+15;uji\n").doubts.map(\.kind) == [.rounded])
    }

    /// Two categories of one name: it means neither.
    @Test func anAmbiguousNameIsNone() {
        var rules = RosterRules()
        rules.know(["a", "b"].map { VisitCategory(id: CategoryID($0), name: LocalText("same", "sama"), rules: []) })
        #expect(rules.category(CategoryID("same")) == CategoryID("same"))
        #expect(rules.category(CategoryID("B")) == CategoryID("b"))
    }
}
