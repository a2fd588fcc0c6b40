import Glibc
import Logging
import TestSupport
import Testing

@testable import Systemd

@Suite struct JournalTests {
    @Test func metadataBecomeFields() {
        let fields = JournalLog.fields(
            [("MESSAGE", "two\nlines"), ("PRIORITY", "5")],
            ["visit_id": "7", "message_id": "abc", "9-lives": "x", "message": "not ours", "___": "nothing"]
        )
        #expect(fields == ["MESSAGE=two lines", "PRIORITY=5", "LIVES=x", "MESSAGE_ID=abc", "VISIT_ID=7"])
    }

    @Test(
        arguments: zip(
            ["plain é ü", "a\nb\r\n\u{2028}c", "\u{1b}[2J", "x\u{9b}2J", "\u{202e}cba\u{2066}", "a\tb", "\u{7f}\0"],
            ["plain é ü", "a b c", "\\u{1b}[2J", "x\\u{9b}2J", "\\u{202e}cba\\u{2066}", "a\\u{9}b", "\\u{7f}\\u{0}"]
        )
    )
    func nothingInATextActsOnAReader(_ text: String, _ line: String) {
        #expect(LogText.line(text) == line)
        #expect(JournalLog.fields([("MESSAGE", text)], ["remedy": "\(text)"]) == ["MESSAGE=\(line)", "REMEDY=\(line)"])
        #expect(Notify.status(with: text) == "STATUS=\(line)")
    }

    @Test func aLevelIsForTheJournalAlone() {
        #expect(StandardError.prefix(3, isJournal: true) == "<3>")
        #expect(StandardError.prefix(3, isJournal: false).isEmpty)
    }

    @Test func aValueWithLinesGoesWithItsLength() {
        let bytes = JournalSocket.encode(["MESSAGE=two\nlines", "PRIORITY=5"])
        #expect(bytes == Array("MESSAGE\n\u{9}\0\0\0\0\0\0\0two\nlines\nPRIORITY=5\n".utf8))
    }

    /// A journal that hangs takes nothing, and whoever waited for it would answer nobody.
    @Test func aJournalThatHangsHoldsNobody() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let journal = try Listener(at: "\(folder.path)/socket")
        defer { journal.close() }
        let log = Logger(label: "test") { _ in
            JournalLog(identifier: "test", socket: JournalSocket(path: "\(folder.path)/socket"))
        }
        func say(_ text: String) { log.info("\(text)") }
        let took = ContinuousClock().measure {
            for _ in 0..<5_000 { say("hello") }
        }
        #expect(took < .seconds(60))
        let taken = journal.takeAll()
        #expect(taken.count < 5_000)
        #expect(taken.first?.contains("MESSAGE=hello\n") == true)
        // It goes on, and the first entry says how many are missing.
        say("again")
        say("more")
        let later = journal.takeAll()
        #expect(later.count == 2)
        #expect(later.first?.contains("ENTRIES_LOST_BEFORE=\(5_000 - taken.count)\n") == true)
        #expect(later.last?.contains("ENTRIES_LOST_BEFORE") == false)
    }

    @Test func everyLevelHasItsPriority() {
        #expect(Logger.Level.allCases.map(\.priority) == [7, 7, 6, 5, 4, 3, 2])
    }
}

/// A socket that nobody reads from but for `takeAll`.
private struct Listener {
    private let descriptor: Int32

    init(at path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        try #require(result == 0)
        self.descriptor = descriptor
    }

    func takeAll() -> [String] {
        var entries: [String] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return entries }
            entries.append(String(decoding: buffer[..<count], as: UTF8.self))
        }
    }

    func close() { _ = Glibc.close(descriptor) }
}
