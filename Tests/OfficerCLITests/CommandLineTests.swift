import Testing

@testable import OfficerCLI

@Suite struct CommandLineTests {
    @Test(arguments: [
        (["--json", "next"], ["next", "--json"]),
        (["--socket", "a", "--json", "wipe"], ["wipe", "--socket", "a", "--json"]),
        (["--host=a@b", "extend", "2m"], ["extend", "--host=a@b", "2m"]), (["--json"], ["--json"]), ([], []),
        (["next", "--json"], ["next", "--json"]), (["--version"], ["--version"]),
        (["--lang", "id", "next"], ["next", "--lang", "id"]), (["--lang=id", "next"], ["next", "--lang=id"]),
        (["--json", "roster", "add", "-"], ["roster", "add", "--json", "-"]),
        (["roster", "--json", "list"], ["roster", "list", "--json"]), (["--json", "roster"], ["roster", "--json"]),
    ])
    func optionsMayComeBeforeTheVerb(_ words: [String], _ sorted: [String]) {
        #expect(CommandLineOrder(words).sorted == sorted)
    }

    @Test(arguments: [
        ([], true), (["--lang", "id"], true), (["--socket", "a"], true), (["next"], false), (["--help"], false),
    ])
    func tellsWhenNothingIsAskedFor(_ words: [String], _ isBare: Bool) {
        #expect(CommandLineOrder(words).isBare == isBare)
    }

    @Test(arguments: [
        ["--lang", "id", "nxt"], ["next", "--lang=id", "--foo"],
    ])
    func aMistakeIsToldInTheLanguageAskedFor(_ words: [String]) {
        #expect(Words.asked(for: words).notUnderstood?.contains("tidak dimengerti") == true)
        #expect(
            Words.asked(for: ["--lang", "en"] + words.filter { !$0.contains("id") && $0 != "--lang" }).notUnderstood
                == nil
        )
    }

    @Test(arguments: [
        ["roster", "add", "-", "--category", "c", "--note", "-"], ["roster", "import", "-", "--override", "-"],
        ["extend", "2m", "--reason", "-", "--override", "-"], ["slot", "--accept", "--normal"],
        ["report", "--date", "today", "--from", "today"], ["report", "--json", "--format", "csv"],
        ["report", "--page", "x", "--format", "csv"], ["roster", "import", "file", "--host", "a@b"], ["unlock"],
        ["roster", "add", "1"], ["roster", "add", "1", "--category", "c", "--class", "friend"],
        ["roster", "move", "1"], ["check", "--accept", "why"], ["check", "camera", "clock", "--accept", "why"],
        ["check", "camera", "--accept", "why", "--watch"], ["check", "camera", "--accept", "why", "--sound"],
        ["check", "camera", "--accept"],
    ])
    func refusesWhatCannotBe(_ words: [String]) {
        #expect(throws: (any Error).self) { try Vcctl.parseAsRoot(words) }
    }

    @Test(arguments: [
        ["roster"], ["roster", "add", "-", "--category", "c", "--class", "lawyer"], ["roster", "move", "1", "2"],
        ["roster", "import", "-", "--dry-run"], ["next", "--ticket", "3", "--override", "-", "--clock-is-right"],
        ["extend", "2m", "--reason", "-"], ["schedule", "--week"], ["unlock", "--reason", "-"],
        ["report", "--from", "2026-11-01", "--to", "2026-11-30", "--format", "csv"], ["report", "--page", "-"],
        ["check"], ["check", "camera", "loudspeaker", "--sound", "--watch"], ["check", "camera", "--accept", "-"],
        ["check", "--accept", "why", "camera"], ["check", "of-a-newer-daemon"],
    ])
    func takesWhatCanBe(_ words: [String]) throws { _ = try Vcctl.parseAsRoot(words) }

    @Test func whatIsAcceptedIsOnePart() {
        let error = #expect(throws: (any Error).self) { try Vcctl.parseAsRoot(["check", "--accept", "why"]) }
        #expect(error.map(Vcctl.exitCode)?.rawValue == 64)
        #expect(error.map(Vcctl.message)?.contains("vcctl check NAME --accept REASON") == true)
    }

    @Test func theHelpNamesEveryPart() {
        let help = CheckCommand.helpMessage(columns: 1_000)
        for part in Part.allCases { #expect(help.contains(part.rawValue)) }
        #expect(help.contains("'start', which tries the call program and is made only when it is named"))
    }
}
