import StationConfig
import StationCore
import Testing

@Suite struct ScheduleConfigurationTests {
    private static let client = "[client]\ncommand = [\"a\"]\n"
    private static let base =
        client + """
            [schedule]
            open = "09:00"
            close = "11:30"
            [schedule.categories.a]
            days = ["monday"]

            """

    private func times(_ opens: String, _ closes: String, _ from: String, _ until: String) throws -> OpeningTimes {
        OpeningTimes(
            opens: try #require(TimeOfDay(opens)),
            closes: try #require(TimeOfDay(closes)),
            registerFrom: try #require(TimeOfDay(from)),
            registerUntil: try #require(TimeOfDay(until))
        )
    }

    @Test func theShippedWeekIsTheStandards() throws {
        let schedule = try ConfigurationLoader.load(file: "config/vcd.toml").schedule
        let morning = try times("09:00", "11:30", "08:30", "09:00")
        #expect(schedule.isEnforced)
        #expect(!schedule.trustsClock)
        #expect(schedule.preparation == .seconds(900))
        #expect(schedule.categories.map(\.id.key) == ["narcotics", "elderly-cell-pretrial", "convicted-general"])
        #expect(
            schedule.categories.map(\.rules) == [
                [WeeklyWindow(days: [.monday, .thursday], times: morning)],
                [WeeklyWindow(days: [.tuesday], times: morning)],
                [WeeklyWindow(days: [.wednesday, .saturday], times: morning)],
            ]
        )
        #expect(
            schedule.categories.map(\.name.indonesian) == [
                "narkotika", "blok lansia, sel, tahanan pidana umum", "narapidana pidana umum",
            ]
        )
        #expect(schedule.exceptions.isEmpty)
    }

    @Test func readsEveryKey() throws {
        let schedule = try ConfigurationText.load(
            Self.client + """
                [schedule]
                enforce = true
                zone = "Europe/Berlin"
                trust_clock = false
                prepare = "20m"
                open = "09:00"
                close = "11:30"
                register_from = "08:30"
                register_until = "09:00"
                [schedule.categories.z]
                name = "last"
                name_id = "terakhir"
                days = ["monday", "sunday"]
                [schedule.categories.a]
                name = "night"
                days = ["tuesday"]
                open = "22:00"
                close = "00:30"
                register_from = "00:00"
                register_until = "24:00"
                length = "5m"
                [[schedule.exceptions]]
                date = "2026-12-25"
                closed = true
                reason = "Christmas"
                reason_id = "Hari Natal"
                [[schedule.exceptions]]
                date = "2026-12-27"
                categories = ["z", "a"]
                close = "13:00"
                """
        ).schedule
        #expect(schedule.isEnforced)
        #expect(!schedule.trustsClock)
        #expect(schedule.zone == ZoneTable(named: "Europe/Berlin"))
        #expect(schedule.preparation == .seconds(1_200))
        // In the order of the text, not of the alphabet.
        let usual = try times("09:00", "11:30", "08:30", "09:00")
        let night = try times("22:00", "00:30", "00:00", "24:00")
        #expect(
            schedule.categories == [
                VisitCategory(
                    id: CategoryID("z"),
                    name: LocalText(english: "last", indonesian: "terakhir"),
                    rules: [WeeklyWindow(days: [.monday, .sunday], times: usual)]
                ),
                VisitCategory(
                    id: CategoryID("a"),
                    name: LocalText(english: "night", indonesian: "night"),
                    rules: [WeeklyWindow(days: [.tuesday], times: night)],
                    length: .seconds(300)
                ),
            ]
        )
        let christmas = try #require(CalendarDay("2026-12-25"))
        let sunday = try #require(CalendarDay("2026-12-27"))
        #expect(
            schedule.exceptions == [
                christmas: ScheduleException(
                    reason: LocalText(english: "Christmas", indonesian: "Hari Natal"),
                    openings: []
                ),
                sunday: ScheduleException(
                    reason: LocalText(english: "other hours than usual", indonesian: "jadwal khusus"),
                    openings: [
                        .init(category: CategoryID("z"), times: try times("09:00", "13:00", "08:30", "09:00")),
                        .init(category: CategoryID("a"), times: try times("22:00", "13:00", "00:00", "24:00")),
                    ]
                ),
            ]
        )
    }

    @Test func whatIsAbsentRestrictsNothing() throws {
        #expect(try ConfigurationText.load(Self.client).schedule.isEnforced == false)
        let schedule = try ConfigurationText.load(Self.base).schedule
        #expect(ZoneTable.ofPC == .known(schedule.zone))
        #expect(schedule.trustsClock)
        #expect(schedule.categories.first?.name == LocalText(english: "a", indonesian: "a"))
        let times = try times("09:00", "11:30", "00:00", "24:00")
        #expect(schedule.categories.first?.rules == [WeeklyWindow(days: [.monday], times: times)])
    }

    @Test func dropInsLieOverKeyByKey() throws {
        let holiday = "[[schedule.exceptions]]\ndate = \"2026-12-25\"\nclosed = true\nreason = \"one\"\n"
        let schedule = try ConfigurationText.load(
            Self.base + holiday,
            dropIns: [
                "10.toml": """
                [schedule.categories.b]
                days = ["friday"]
                [schedule.categories.a]
                length = "5m"
                [[schedule.exceptions]]
                date = "2026-12-25"
                categories = ["a"]
                [[schedule.exceptions]]
                date = "2026-12-26"
                closed = true
                """,
                "20.toml": "[schedule]\nopen = \"08:00\"\n[schedule.categories.a]\nname_id = \"satu\"\n",
            ]
        ).schedule
        #expect(schedule.categories.map(\.id.key) == ["a", "b"])
        let first = try #require(schedule.categories.first)
        #expect(first.rules.first?.days == [.monday])
        #expect(first.rules.first?.times.opens.description == "08:00")
        #expect(first.length == .seconds(300))
        #expect(first.name == LocalText(english: "satu", indonesian: "satu"))
        #expect(schedule.exceptions.keys.sorted().map(\.description) == ["2026-12-25", "2026-12-26"])
        let replaced = try #require(CalendarDay("2026-12-25").flatMap { schedule.exceptions[$0] })
        #expect(replaced.reason.english == "other hours than usual")
        #expect(replaced.openings.map(\.category.key) == ["a"])
    }

    @Test func tablesWrittenOnOneLine() throws {
        let text = """
            [schedule]
            open = "09:00"
            close = "11:30"
            categories.b.days = ["monday"]
            categories.a = { days = ["tuesday"] }
            exceptions = [{ date = "2026-12-25", closed = true }]
            """
        let schedule = try ConfigurationText.load("\(Self.client)\(text)\n").schedule
        #expect(schedule.categories.map(\.id.key) == ["b", "a"])
        #expect(schedule.exceptions.count == 1)
        let wrong = text.replacing("2026-12-25", with: "25.12.2026")
        #expect(
            ConfigurationText.problems("\(Self.client)\(wrong)\n").first?.hasPrefix("8: [[schedule.exceptions]] date: ")
                == true
        )
    }
}
