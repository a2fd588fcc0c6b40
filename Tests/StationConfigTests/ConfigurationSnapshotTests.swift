import Glibc
import StationCore
import Testing
import TestSupport
@testable import StationConfig

struct ConfigurationSnapshotTests {
    private let text = "[client]\ncommand = [\"true\"]\n[visit]\nlength = \"7m\"\n"

    @Test func holdsWhatTheFilesSaidWhenItWasTaken() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.write("vcd.toml", "[client]\nuse = \"mine\"\n")
        try folder.write("clients.d/mine.toml", "[client]\ncommand = [\"true\", \"a\"]\n")
        try folder.write("vcd.toml.d/10-length.toml", "[visit]\nlength = \"7m\"\n")
        let taken = try ConfigurationSnapshot(taking: file)
        let kept = try folder.write("kept.json", String(decoding: taken.bytes, as: UTF8.self))
        for name in ["vcd.toml", "clients.d/mine.toml", "vcd.toml.d/10-length.toml"] {
            try folder.write(name, "no = configuration")
        }
        let read = try ConfigurationSnapshot(kept: kept)
        #expect(read.configuration == taken.configuration)
        #expect(read.configuration.visit.length == .seconds(420))
        #expect(read.configuration.client.command == ["true", "a"])
        #expect(read.bytes == taken.bytes)
    }

    @Test func takesNothingOfABadConfiguration() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.write("vcd.toml", text)
        try folder.write("vcd.toml.d/10-bad.toml", "[visit]\nlength = 7\n")
        let error = #expect(throws: ConfigurationError.self) { try ConfigurationSnapshot(taking: file) }
        #expect(error?.problems.first?.file.hasSuffix("10-bad.toml") == true)
        #expect(error?.problems.first?.line == 2)
    }

    /// A client's file that nobody names may be as unreadable as it likes.
    @Test func complainsOfClientsThatAreNamedAlone() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.write("vcd.toml", text)
        mkdir("\(folder.path)/clients.d", 0o755)
        mkdir("\(folder.path)/clients.d/broken.toml", 0o755)
        _ = try ConfigurationSnapshot(taking: file)
        try folder.write("vcd.toml", "[client]\nuse = \"broken\"\n")
        let error = #expect(throws: ConfigurationError.self) { try ConfigurationSnapshot(taking: file) }
        #expect(error?.problems.first?.message.contains("cannot be read") == true)
    }

    @Test(arguments: ["", "{}", "no json"]) func refusesWhatIsNoSnapshot(_ text: String) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let kept = try folder.write("kept.json", text)
        #expect(throws: ConfigurationError.self) { try ConfigurationSnapshot(kept: kept) }
    }

    /// Nothing in force: what is wrong with the files is told; where they are good, how they come into force.
    @Test func tellsWhyNothingIsInForce() throws {
        let root = try TemporaryFolder()
        defer { root.remove() }
        try root.write("etc/vcd/vcd.toml", "[client]\ncommand = 1\n")
        let bad = #expect(throws: ConfigurationError.self) {
            try ConfigurationLoader.load(inForceUnless: nil, below: root.path)
        }
        #expect(bad?.problems.first?.line == 2)
        let file = try root.write("etc/vcd/vcd.toml", text)
        let good = #expect(throws: ConfigurationError.self) {
            try ConfigurationLoader.load(inForceUnless: nil, below: root.path)
        }
        #expect(good?.description.contains("reload-or-restart vcd") == true)
        let taken = try ConfigurationSnapshot(taking: file)
        try root.write("run/vcd/config/in-force.json", String(decoding: taken.bytes, as: UTF8.self))
        try root.write("etc/vcd/vcd.toml", "[client]\ncommand = 1\n")
        #expect(try ConfigurationLoader.load(inForceUnless: nil, below: root.path) == taken.configuration)
    }
}
