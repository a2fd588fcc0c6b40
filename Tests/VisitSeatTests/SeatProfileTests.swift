import FoundationEssentials
import Glibc
import StationCore
import TestSupport
import Testing

@testable import VisitSeat

@Suite struct SeatProfileTests {
    @Test func aTreeOfJSONKeepsWhatItIsNotAskedToChange() throws {
        let text = #"{"a":{"b":[1,2.5,null,true,"x"]},"session":7}"#
        var tree = try JSONDecoder().decode(JSONTree.self, from: Data(text.utf8))
        tree.set(.integer(4), at: ["session", "restore"])
        tree.set(.string("new"), at: ["a", "c"])
        #expect(
            tree
                == .object([
                    "a": .object([
                        "b": .array([.integer(1), .number(2.5), .null, .bool(true), .string("x")]),
                        "c": .string("new"),
                    ]),
                    "session": .object(["restore": .integer(4)]),
                ])
        )
        #expect(try JSONDecoder().decode(JSONTree.self, from: JSONEncoder().encode(tree)) == tree)
    }

    @Test func swayKnowsNoKeyAndNoButton() {
        let text = SwayConfiguration(placeholder: "/run/screen.sh", size: (1366, 768)).text
        #expect(text.contains("output * mode 1366x768\n"))
        #expect(!text.contains("bind"))
        #expect(!SwayConfiguration(placeholder: "/run/screen.sh", size: nil).text.contains("output"))
    }

    @Test func aFirefoxProfileKeepsTheTemplatesLinesBeforeItsOwn() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = URL(filePath: try folder.write("user.js", "user_pref(\"browser.startup.page\", 3);"))
        try FirefoxProfile(folder: folder.path).begin(with: "https://call.example/room")
        let lines = String(decoding: try Data(contentsOf: file), as: UTF8.self).split(separator: "\n")
        #expect(lines.first == "user_pref(\"browser.startup.page\", 3);")
        #expect(lines.dropFirst().first == "user_pref(\"browser.startup.page\", 1);")
        #expect(lines.contains("user_pref(\"browser.startup.homepage\", \"https://call.example/room\");"))
    }

    @Test func firefoxWithoutAProfileIsRefused() {
        let page = StartPage(address: "https://call.example/", browser: .firefox)
        #expect(throws: (any Error).self) { try page.lay(for: ["firefox-esr", "--kiosk"]) }
    }

    /// A template made by a Chromium that was killed, or copied from another PC while it ran.
    @Test func locksOfAnotherPCAreNotTheVisits() throws {
        let home = try TemporaryFolder()
        defer { home.remove() }
        try home.write(".config/chromium/Default/Preferences", "{}")
        try home.write(".mozilla/firefox/x.default/prefs.js", "")
        try home.write("profile/Local State", "{}")
        let locks = [
            ".config/chromium/SingletonLock", ".config/chromium/SingletonSocket", ".mozilla/firefox/x.default/lock",
            "profile/SingletonLock", "profile/SingletonCookie",
        ].map { "\(home.path)/\($0)" }
        for lock in locks { #expect(symlink("another-pc-4711", lock) == 0) }
        try ProfileLocks.remove(in: home.path, profile: "\(home.path)/profile")
        var status = stat()
        for lock in locks { #expect(lstat(lock, &status) != 0, "\(lock)") }
        #expect(lstat("\(home.path)/profile/Local State", &status) == 0)
    }
}
