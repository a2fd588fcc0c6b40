import Logging
import Testing

@testable import Systemd

@Suite struct JournalTests {
    @Test func metadataBecomeFields() {
        let fields = JournalLog.fields(
            [("MESSAGE", "two\nlines"), ("PRIORITY", "5")],
            ["visit_id": "7", "message_id": "abc", "9-lives": "x", "message": "not ours", "___": "nothing"]
        )
        #expect(fields == ["MESSAGE=two\nlines", "PRIORITY=5", "LIVES=x", "MESSAGE_ID=abc", "VISIT_ID=7"])
    }

    @Test func everyLevelHasItsPriority() {
        #expect(Logger.Level.allCases.map(\.priority) == [7, 7, 6, 5, 4, 3, 2])
    }
}
