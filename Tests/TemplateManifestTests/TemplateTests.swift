import Glibc
import Testing
import UnitMessages

@testable import TemplateManifest

/// A template of a test's own, with a record beside it.
private final class Fixture {
    let root: String
    var template: String { "\(root)/template" }
    var accepted: AcceptedManifest { AcceptedManifest(path: "\(root)/manifest") }

    init() throws {
        var name = Array("/tmp/vcd-template-XXXXXX".utf8CString)
        _ = try #require(mkdtemp(&name))
        root = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        mkdir("\(root)/template", 0o755)
        mkdir("\(root)/template/sub", 0o755)
        try write("sub/file", "pristine")
        try write("with space", "1")
        symlink("sub/file", "\(root)/template/link")
    }

    func write(_ name: String, _ text: String) throws {
        let file = try #require(fopen("\(template)/\(name)", "we"))
        fputs(text, file)
        fclose(file)
        chmod("\(template)/\(name)", 0o644)
    }

    func look<Value>(_ body: (TemplateGuard) throws -> Value) throws -> Value {
        let folder = open(template, O_RDONLY | O_DIRECTORY)
        defer { close(folder) }
        let opened = TemplateFolder(path: template, descriptor: folder, owners: [geteuid()])
        return try body(TemplateGuard(opened, accepted: accepted))
    }

    /// Accepts what is there.
    func accept() throws { try look { _ = try $0.accept($0.report().digest) } }

    func verify(since last: TemplateSeen? = nil) throws -> TemplateSeen {
        try look { try $0.verify(since: last, firstUse: .acceptEmpty) }
    }

    func changes() throws -> [String] { try look { try $0.report().changes.map { "\($0.path): \($0.change)" } } }

    deinit { removeTree(root) }
}

private func removeTree(_ path: String) {
    if unlink(path) == 0 { return }
    guard let stream = opendir(path) else { return }
    var names: [String] = []
    while let entry = readdir(stream) {
        names.append(
            withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        )
    }
    closedir(stream)
    for name in names where name != "." && name != ".." { removeTree("\(path)/\(name)") }
    rmdir(path)
}

@Suite struct TemplateTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
        try fixture.accept()
    }

    private static let sabotages: [(String, @Sendable (String) -> Int32)] = [
        ("sub/file: content", { truncate("\($0)/sub/file", 7) }),
        ("sub/file: mode 644 to 600", { chmod("\($0)/sub/file", 0o600) }),
        ("sub: mode 755 to 700", { chmod("\($0)/sub", 0o700) }),
        ("with%20space: removed", { unlink("\($0)/with space") }),
        ("new: added", { mkdir("\($0)/new", 0o755) }),
        ("link: link target", { unlink("\($0)/link") + symlink("/etc/passwd", "\($0)/link") }),
        ("link: kind, mode 777 to 755", { unlink("\($0)/link") + mkdir("\($0)/link", 0o755) }),
        ("sub/file: mode 644 to 4644", { chmod("\($0)/sub/file", 0o4644) }),
        (".: mode 755 to 700", { chmod($0, 0o700) }),
    ]

    @Test(arguments: sabotages) func everyChangeIsNamedAndRefused(
        _ expected: String,
        _ sabotage: @Sendable (String) -> Int32
    ) throws {
        let before = try fixture.verify()
        #expect(sabotage(fixture.template) == 0)
        #expect(try fixture.changes() == [expected])
        #expect(throws: TemplateError.self) { try fixture.verify() }
        #expect(throws: TemplateError.self, "what was seen before doesn't help") { try fixture.verify(since: before) }
    }

    @Test func oneChangedByteIsNamed() throws {
        try fixture.write("sub/file", "pristinE")
        #expect(try fixture.changes() == ["sub/file: content"])
        let error = #expect(throws: TemplateError.self) { try fixture.verify() }
        #expect(error?.code == .changed)
        #expect(error?.message.contains("sub/file") == true)
        try fixture.write("sub/file", "pristine")
        #expect(throws: Never.self, "put back, it is the accepted one again") { try fixture.verify() }
    }

    @Test(.enabled(if: geteuid() == 0)) func ownersAreHeldAgainstTheRecord() throws {
        chown("\(fixture.template)/sub/file", 0, 1)
        #expect(try fixture.changes() == ["sub/file: owner 0:0 to 0:1"])
        chown("\(fixture.template)/sub/file", 1, 0)
        #expect(try fixture.changes() == ["sub/file: owner 0:0 to 1:0"])
        #expect(try unfit() == ["sub/file: belongs to uid 1"])
    }

    @Test func whatNoTemplateMayHoldIsRefusedEvenWhenAskedFor() throws {
        let path = fixture.template
        chmod("\(path)/sub/file", 0o4755)
        chmod("\(path)/sub", 0o2755)
        chmod("\(path)/with space", 0o666)
        mkfifo("\(path)/pipe", 0o644)
        #expect(
            try Set(unfit()) == [
                "sub: is setgid", "sub/file: is setuid", "with%20space: can be written by others than its owner",
                "pipe: is a pipe",
            ]
        )
        let error = #expect(throws: TemplateError.self) { try fixture.accept() }
        #expect(error?.code == .unfit)
    }

    @Test(.enabled(if: geteuid() == 0)) func aDeviceNodeIsRefused() throws {
        guard mknod("\(fixture.template)/null", S_IFCHR | 0o600, 0x103) == 0 else { return }
        #expect(try unfit() == ["null: is a device node"])
        #expect(throws: TemplateError.self) { try fixture.accept() }
    }

    private func unfit() throws -> [String] {
        try fixture.look { try $0.report().unfit.map { "\($0.path): \($0.change)" } }
    }

    @Test func anotherTemplateThanTheOneLookedAtIsNotAccepted() throws {
        let digest = try fixture.look { try $0.report().digest }
        try fixture.write("sub/file", "other")
        let error = #expect(throws: TemplateError.self) { try fixture.look { _ = try $0.accept(digest) } }
        #expect(error?.code == .changed)
    }

    @Test func nothingAcceptedYetIsRefusedUnlessThereIsNothing() throws {
        unlink(fixture.accepted.path)
        let error = #expect(throws: TemplateError.self) { try fixture.verify() }
        #expect(error?.code == .notAccepted)
        removeTree(fixture.template)
        mkdir(fixture.template, 0o755)
        #expect(throws: Never.self) { try fixture.verify() }
        try fixture.write("file", "1")
        #expect(throws: TemplateError.self) { try fixture.verify() }
    }

    @Test func whoeverNamesItMayHaveChosenIt() throws {
        unlink(fixture.accepted.path)
        let seen = try fixture.look { try $0.verify(since: nil, firstUse: .accept) }
        #expect(try fixture.accepted.load()?.digest == seen.digest)
        try fixture.write("file", "1")
        #expect(throws: TemplateError.self) { try fixture.look { try $0.verify(since: nil, firstUse: .accept) } }
    }

    @Test func aDamagedRecordIsNone() throws {
        for text in ["", "vcd template manifest 1\nf 644 0:0 1 x\n", "vcd template manifest 1\nf 644 0:0 1 x a"] {
            let file = try #require(fopen(fixture.accepted.path, "we"))
            fputs(text, file)
            fclose(file)
            let error = #expect(throws: TemplateError.self) { try fixture.verify() }
            #expect(error?.code == .notAccepted)
        }
    }

    @Test func theManifestKeepsEveryName() throws {
        try fixture.write("%20\n\u{e9} x", "1")
        let manifest = try fixture.look { try $0.accept($0.report().digest) }
        #expect(manifest.entries.map(\.path).contains("%2520%0a%c3%a9%20x"))
        #expect(try Manifest(text: manifest.text) == manifest)
        #expect(try fixture.accepted.load() == manifest)
    }

    /// The quick look is trusted only once nothing in the template is so new that a change could hide.
    @Test func theFingerprintStandsInForTheContent() async throws {
        #expect(try fixture.verify().fingerprint == nil, "too new")
        try await Task.sleep(for: .milliseconds(2_100))
        let seen = try fixture.verify()
        #expect(seen.fingerprint != nil)
        #expect(try fixture.verify(since: seen) == seen)
        // The same size, and the time of the last write put back.
        var before = stat()
        stat("\(fixture.template)/sub/file", &before)
        try fixture.write("sub/file", "pristinE")
        utimensat(AT_FDCWD, "\(fixture.template)/sub/file", [before.st_atim, before.st_mtim], 0)
        #expect(throws: TemplateError.self) { try fixture.verify(since: seen) }
    }
}
