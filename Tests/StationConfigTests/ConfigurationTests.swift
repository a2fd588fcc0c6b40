import StationConfig
import Glibc
import StationCore
import StationHost
import TestSupport
import Testing

@Suite struct ConfigurationTests {
    @Test func theLeastThereMustBe() throws {
        let configuration = try ConfigurationText.load("[client]\ncommand = [\"sleep\", \"1\"]\n")
        var expected = Configuration(client: .init(command: ["sleep", "1"]))
        guard case .known(let zone) = ZoneTable.ofPC else {
            Issue.record("the PC's zone is not known")
            return
        }
        expected.schedule.zone = zone
        #expect(configuration == expected)
        #expect(configuration.visit.length == .seconds(600))
        #expect(configuration.access == nil)
    }

    @Test func theShippedFilesAreGood() throws {
        let shipped = try ConfigurationLoader.load(file: "config/vcd.toml")
        #expect(shipped.client.display == .sway)
        #expect(shipped.schedule.isEnforced && shipped.schedule.zone.name == "Asia/Jakarta")
        #expect(shipped.roster.isRequired)
    }

    @Test func readsEveryKey() throws {
        let configuration = try ConfigurationText.load(
            """
            [client]
            command = ["a", "b c"]
            close_grace = "500ms"
            template = "/t"
            display = "xvfb"
            user = "games"
            [visit]
            length = "1h30m"
            warn_at = ["5m"]
            max_extension = "0s"
            [home]
            size = "64M"
            [access]
            observe = ["a"]
            operate = ["b", "c"]
            supervise = []
            [checks]
            required = ["camera", "microphone"]
            [shutdown]
            delay = "0s"
            """
        )
        #expect(configuration.client.closeGrace == .milliseconds(500))
        #expect(configuration.client.template == "/t")
        #expect(configuration.client.user == "games")
        #expect(configuration.visit.length == .seconds(5_400))
        #expect(configuration.visit.warnAt == [.seconds(300)])
        #expect(configuration.home.size == 64 << 20)
        #expect(configuration.access?.operate == ["b", "c"])
        #expect(configuration.checks.required == [.camera, .microphone])
        #expect(configuration.shutdown.delay == .zero)
    }

    @Test func dropInsLieOverTheFileInTheOrderOfTheirNames() throws {
        let configuration = try ConfigurationText.load(
            "[client]\ncommand = [\"a\"]\nuser = \"one\"\n[visit]\nlength = \"5m\"\n",
            dropIns: [
                "20-b.toml": "[client]\ncommand = [\"b\"]\n",
                "10-a.toml": "[client]\ncommand = [\"x\"]\nuser = \"two\"\n",
                "30-c.conf": "nonsense",
            ]
        )
        #expect(configuration.client.command == ["b"])
        #expect(configuration.client.user == "two")
        #expect(configuration.visit.length == .seconds(300))
    }

    /// What they say would silently not hold.
    @Test func dropInsThatCannotBeSeenAreNotPassedOver() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.write("vcd.toml", "[client]\ncommand = [\"a\"]\n")
        #expect(throws: Never.self) { try ConfigurationLoader.load(file: file) }
        try folder.write("vcd.toml.d", "[client]\ncommand = [\"b\"]\n")
        func complaint() -> String? {
            do {
                _ = try ConfigurationLoader.load(file: file)
                return nil
            } catch {
                return "\(error)"
            }
        }
        #expect(complaint()?.contains("vcd.toml.d: cannot be read as the folder of drop-ins: Not a directory") == true)
        #expect(unlink("\(file).d") == 0)
        #expect(symlink("/nowhere/at/all", "\(file).d") == 0)
        #expect(complaint()?.contains("No such file") == true)
    }

    static let bad: [(String, String)] = [
        ("", "-: [client] command: is missing: the program to call with, as a list"),
        (
            "[client]\ncommand = [\"a\"]\n[visit]\nlenght = \"1m\"",
            "4: [visit] lenght: unknown key; allowed are length, warn_at, max_extension, "
        ),
        ("[client]\ncommand = [\"a\"]\n[vist]\n", "3: [vist]: unknown table; allowed are [client], [visit]"),
        (
            "[client]\ncommand = \"a\"",
            "2: [client] command: \"a\" is not allowed (string); allowed is a list of strings"
        ),
        ("[client]\ncommand = [\"a\", 1]", "2: [client] command: "),
        (
            "[client]\ncommand = [\"a\"]\ndisplay = \"tv\"",
            "3: [client] display: \"tv\" is not allowed (string); allowed is one of \"cage\""
        ),
        (
            "[client]\ncommand = [\"a\"]\ntemplate = \"t\"",
            "3: [client] template: \"t\" is not allowed (string); allowed is an absolute path"
        ),
        (
            "[client]\ncommand = [\"a\"]\n[visit]\nlength = 10",
            "4: [visit] length: 10 is not allowed (integer); allowed is a number with a unit"
        ),
        ("[client]\ncommand = [\"a\"]\n[visit]\nlength = \"0s\"", "4: [visit] length: \"0s\" is not allowed"),
        (
            "[client]\ncommand = [\"a\"]\n[visit]\nlength = \"1m\"\nwarn_at = [\"2m\"]",
            "5: [visit] warn_at: 120s is not shorter than [visit] length, 60s"
        ),
        ("[client]\ncommand = [\"a\"]\n[home]\nsize = \"1K\"", "4: [home] size: \"1K\" is not allowed"),
        ("[client]\ncommand = [\"a\"]\n[checks]\nrequired = [\"cam\"]", "4: [checks] required: "),
        ("[client\n", "1: -: no valid TOML"),
    ]

    /// As editors of other systems write lines, and as two editors in turn do.
    @Test(arguments: bad)
    func theLineIsTheSameWhateverEndsIt(_ text: String, _ expected: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let mixed = lines.enumerated().map { $1 + ($0.isMultiple(of: 2) ? "\r\n" : "\n") }.joined()
        let found = ConfigurationText.problems(lines.joined(separator: "\n"))
        #expect(ConfigurationText.problems(lines.joined(separator: "\r\n")) == found)
        #expect(ConfigurationText.problems(mixed) == found)
    }

    @Test(arguments: bad)
    func saysWhatIsWrongAndWhere(_ text: String, _ expected: String) {
        let found = ConfigurationText.problems(text)
        #expect(found.contains { $0.hasPrefix(expected) }, "\(found)")
    }

    /// The parser would end the process.
    @Test(arguments: [
        "a = [}", "a = [1,\n# x\n}", "a = { b = [ }", "[", "[.a]", "[[\n", "[ #\n]", "[é]", "\u{FEFF}[=",
        "a = [\n[1],\n]\n [[ .x]]",
        "b = \"\"\"\n[[.\n\\\"\"\"\"\n[!",
    ])
    func whatEndsTheParser(_ text: String) {
        let found = ConfigurationText.problems("[client]\ncommand = [\"a\"]\n\(text)")
        #expect(found.contains { $0.contains("no valid TOML") }, "\(found)")
    }

    /// Some of them would end the process.
    @Test(arguments: [
        "2026-01-01 10:00:00", "2026-01-01T10:00:00Z", "2026-01-01T:30", "[2026-01-01t]", "2026-01-01 8",
        "{ b = 2_026-01-0_1 8 }", "2026-p1-1\" 8]", "2\u{E9}26-01-01 8",
    ])
    func aDateStandsInQuotes(_ date: String) {
        let found = ConfigurationText.problems("[client]\ncommand = [\"a\"]\n[visit]\nlength = \(date)\n")
        #expect(found == ["4: -: a date is a text here, in quotes: \"YYYY-MM-DD\""])
    }

    @Test(arguments: ["2026-01-01", "2026-01-01 # 8", "[2026-01-01,]", "2026-01-01\t8"])
    func ofAPlainDateTheKeyIsNamed(_ date: String) {
        let found = ConfigurationText.problems("[client]\ncommand = [\"a\"]\n[visit]\nlength = \(date)\n")
        #expect(found.count == 1 && !found[0].contains("in quotes"), "\(found)")
    }

    @Test func whatOnlyLooksLikeADate() throws {
        let text = "# 2026-01-01 8\n[client]\ncommand = [\"2026-01-01T:\"] # 2026-01-01 8\n"
        #expect(try ConfigurationText.load(text).client.command == ["2026-01-01T:"])
    }

    @Test func bracketsThatBeginNoHeading() throws {
        let script = "\n[ -f x ] &&\n[[ $x ]] && [.\n"
        for quotes in ["\"\"\"", "'''"] {
            let text =
                "[client] # [.\ncommand = [ # it's\n\"sh\",\n\(quotes)\(script)\(quotes)]\n[ \"visit\" ]\nlength = \"1m\""
            #expect(try ConfigurationText.load(text).client.command == ["sh", String(script.dropFirst())])
        }
    }

    @Test func saysAllThatIsWrongAtOnce() {
        #expect(ConfigurationText.problems("[client]\ncommand = []\nuser = 1\n[home]\nsize = 1\n[x]\n").count == 4)
    }

    @Test func aFileThatIsMissing() {
        #expect(throws: ConfigurationError.self) { try ConfigurationLoader.load(file: "/nowhere/vcd.toml") }
    }
}
