import Testing

/// What is said of schedules that are wrong.
@Suite struct ScheduleConfigurationProblemsTests {
    private static let client = "[client]\ncommand = [\"a\"]\n"
    private static let base =
        client + """
            [schedule]
            open = "09:00"
            close = "11:30"
            [schedule.categories.a]
            days = ["monday"]

            """

    /// What comes after `base`, which has seven lines, and the one problem that it makes.
    static let bad: [(String, String)] = [
        ("open = \"9:00\"", "8: [schedule.categories.a] open: \"9:00\" is not allowed (string); allowed is a time as"),
        (
            "open = \"24:00\"",
            "8: [schedule.categories.a] open: \"24:00\" is not allowed (string); allowed is a time as"
        ),
        ("close = 11", "8: [schedule.categories.a] close: 11 is not allowed (integer)"),
        (
            "register_from = \"10:00\"\nregister_until = \"09:00\"",
            "8: [schedule.categories.a] register_from: registration from 10:00 until 09:00; allowed is"
        ),
        (
            "register_until = \"00:00\"",
            "8: [schedule.categories.a] register_until: registration from 00:00 until 00:00"
        ),
        ("length = \"25h\"", "8: [schedule.categories.a] length: \"25h\" is not allowed (string); allowed is a number"),
        ("name = \"\"", "8: [schedule.categories.a] name: \"\" is not allowed (string); allowed is a text"),
        ("name_id = \"a\\nb\"", "8: [schedule.categories.a] name_id: "),
        ("day = []", "8: [schedule.categories.a] day: unknown key; allowed are name, name_id, days, open, close, "),
        (
            "[schedule.categories.b]\ndays = [\"mon\"]",
            "9: [schedule.categories.b] days: [ 'mon' ] is not allowed (array); allowed is a list of one or more of "
                + "\"monday\", \"tuesday\""
        ),
        ("[schedule.categories.b]\ndays = []", "9: [schedule.categories.b] days: "),
        ("[schedule.categories.b]\ndays = [\"monday\", \"monday\"]", "9: [schedule.categories.b] days: "),
        ("[schedule.categories.b]\nname = \"b\"", "8: [schedule.categories.b]: days is missing: the days of the week"),
        (
            "[schedule.categories.\"B x\"]\ndays = [\"monday\"]",
            "8: [schedule.categories.B x]: \"B x\" is not allowed; allowed are small letters, digits and -"
        ),
        ("[schedule.categories]\nb = 1", "9: [schedule.categories.b]: must be a table: [schedule.categories.b] on"),
        ("[[schedule.exceptions]]\nclosed = true", "8: [[schedule.exceptions]]: date is missing: the day, as"),
        (
            "[[schedule.exceptions]]\ndate = 2026-12-25\nclosed = true",
            "9: [[schedule.exceptions]] date: 2026-12-25 is not allowed (date); allowed is a day as \"YYYY-MM-DD\""
        ),
        ("[[schedule.exceptions]]\ndate = \"2026-02-29\"\nclosed = true", "9: [[schedule.exceptions]] date: "),
        (
            "[[schedule.exceptions]]\ndate = \"2026-12-25\"",
            "8: [[schedule.exceptions]]: 2026-12-25 needs either closed = true or categories = [...]"
        ),
        (
            "[[schedule.exceptions]]\ndate = \"2026-12-25\"\nclosed = true\ncategories = [\"a\"]",
            "8: [[schedule.exceptions]]: 2026-12-25 needs either closed = true or categories = [...]"
        ),
        (
            "[[schedule.exceptions]]\ndate = \"2026-12-25\"\ncategories = []",
            "10: [[schedule.exceptions]] categories: [] is"
        ),
        (
            "[[schedule.exceptions]]\ndate = \"2026-12-25\"\ncategories = [\"x\"]",
            "8: [[schedule.exceptions]]: categories: \"x\" is unknown; allowed are \"a\""
        ),
        (
            "[[schedule.exceptions]]\ndate = \"2026-12-25\"\nclosed = true\n"
                + "[[schedule.exceptions]]\ndate = \"2026-12-25\"\nclosed = true",
            "12: [[schedule.exceptions]] date: \"2026-12-25\" is there already in this file"
        ),
        (
            "[[schedule.exceptions]]\ndate = \"2026-12-25\"\nclosed = true\n"
                + "[[schedule.exceptions]]\ndate = \"2026-12-26\"\nclose = true\ncategories = [\"a\"]",
            "13: [[schedule.exceptions]] close: true is not allowed (bool); allowed is a time as"
        ),
        (
            "[[schedule.exceptions]]\ndate = \"2026-12-25\"\ncategories = [\"a\"]\nregister_from = \"24:00\"",
            "8: [[schedule.exceptions]]: registration from 24:00 until 24:00; allowed is"
        ),
        ("[[schedule.exceptions]]\nday = 1", "9: [[schedule.exceptions]] day: unknown key; allowed are date, closed, "),
    ]

    @Test(arguments: bad)
    func saysWhatIsWrongAndWhere(_ text: String, _ expected: String) {
        let found = ConfigurationText.problems(Self.base + text + "\n")
        #expect(found.contains { $0.hasPrefix(expected) }, "\(found)")
        #expect(found.count == (text.hasSuffix("day = 1") ? 2 : 1), "\(found)")
    }

    /// What is wrong in [schedule] itself, which begins on line 3.
    static let badItself: [(String, String)] = [
        (
            "zone = \"Asia/Djakarta\"",
            "4: [schedule] zone: \"Asia/Djakarta\" is not allowed (string); allowed is a time zone of the PC's "
                + "database (package tzdata), such as \"Asia/Jakarta\""
        ),
        ("zone = 7", "4: [schedule] zone: 7 is not allowed (integer)"),
        ("enforce = 1", "4: [schedule] enforce: 1 is not allowed (integer); allowed is true or false"),
        ("enforce = true", "4: [schedule] enforce: true needs a category at least"),
        ("trust_clock = \"no\"", "4: [schedule] trust_clock: \"no\" is not allowed"),
        ("prepare = \"2d\"", "4: [schedule] prepare: \"2d\" is not allowed"),
        (
            "opens = \"09:00\"",
            "4: [schedule] opens: unknown key; allowed are enforce, zone, trust_clock, prepare, open, "
        ),
        ("categories = []", "4: [schedule] categories: [] is not allowed (array); allowed is a table"),
        ("exceptions = true", "4: [schedule] exceptions: true is not allowed (bool); allowed is a table"),
        ("[schedule.categories.a]\ndays = [\"monday\"]", "4: [schedule.categories.a]: open is missing, here and in"),
        (
            "open = \"09:00\"\n[schedule.categories.a]\ndays = [\"monday\"]",
            "5: [schedule.categories.a]: close is missing, here and in [schedule]"
        ),
        (
            "open = \"9\"\nclose = \"10:00\"\n[schedule.categories.a]\ndays = [\"monday\"]",
            "4: [schedule] open: \"9\" is"
        ),
    ]

    @Test(arguments: badItself)
    func saysWhatIsWrongInTheTableItself(_ text: String, _ expected: String) {
        let found = ConfigurationText.problems("\(Self.client)[schedule]\n\(text)\n")
        #expect(found.count == 1 && found.allSatisfy { $0.hasPrefix(expected) }, "\(found)")
    }

    @Test func namesTheDropIn() {
        let problems = ConfigurationText.problems(
            Self.base,
            dropIns: ["10.toml": "[schedule]\nzone = \"Mars\"\n[schedule.categories.a]\ndays = [\"fri\"]\n"]
        )
        #expect(
            problems.map { $0.prefix(40) }
                == [
                    "10.toml:4: [schedule.categories.a] days: ", "10.toml:2: [schedule] zone: \"Mars\" is no",
                ].map { $0.prefix(40) }
        )
    }
}
