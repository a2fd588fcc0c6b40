import Glibc
import Logging
import StationAPI
import StationCore
import StationHost
import Synchronization
import Testing
import Varlink

@testable import StationDaemon

/// What the journal and a refused account are told.
@Suite struct JournalWordsTests {
    private func news(_ verdict: CheckFinding) -> News {
        let now = Moment(wall: WallTime(milliseconds: 0), boot: BootTime(sinceBoot: .zero))
        return News(
            at: now,
            state: .ready,
            kind: .checkChanged(CheckResult(.camera, verdict, duration: .zero), .required)
        )
    }

    @Test func aSkippedCheckIsNotWellAgain() {
        let skipped = news(.skipped(LocalText("a visit is running", "kunjungan berlangsung")))
        let passed = news(.pass(LocalText("it is there", "ada")))
        #expect(!skipped.text.contains("well again") && passed.text.contains("well again"))
        #expect(skipped.fields["message_id"] != passed.fields["message_id"])
    }

    /// Collects what is logged.
    private struct Ears: LogHandler {
        let heard: @Sendable (String) -> Void
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { heard("\(event.message)") }
    }

    @Test func whatIsTurnedDownIsNotSaidToBeAllowed() async {
        let lines = Box()
        let log = CallerLog(
            ledger: LedgerDoor { (_) throws(LedgerError) -> any LedgerStore in
                throw LedgerError(.unavailable, message: "None.", remedy: "None.")
            },
            now: { Moment(wall: WallTime(milliseconds: 0), boot: BootTime(sinceBoot: .zero)) },
            logger: Logger(label: "test") { _ in Ears { line in lines.add(line) } }
        )
        let peer = PeerCredentials(pid: getpid(), uid: getuid(), gid: getgid(), groups: [])
        await log.allowed("Next", of: peer)
        log.turnedDown("Next", VarlinkError(nobodyWaiting: ()), of: peer)
        let said = lines.all.filter { $0.contains("Next") }
        #expect(said.count == 2)
        #expect(said.first?.hasSuffix("asked for Next.") == true)
        #expect(said.last?.hasSuffix("asked for Next: turned down, NobodyWaiting.") == true)
    }

    private final class Box: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    @Test func anAccountIsPointedToTheGroupOfItsWork() throws {
        var table = Configuration.Access()
        table.observe = ["no-such-group"]
        table.operate = ["games"]
        table.supervise = ["audio"]
        let access = Access(table: table, visitor: nil)
        let peer = PeerCredentials(pid: 1, uid: 65_533, gid: 65_533, groups: [])
        func remedy(_ verbs: Access.VerbClass) -> String {
            do {
                try access.require(verbs, of: peer, verb: "Next")
                return ""
            } catch {
                guard case .object(let fields) = (error as? VarlinkError)?.parameters,
                    case .string(let text)? = fields["remedy"]
                else { return "" }
                return text
            }
        }
        #expect(!remedy(.observe).contains("no-such-group"), "a group that is not there helps nobody")
        #expect(remedy(.observe).contains("'adduser NAME games' to run visits"))
        #expect(
            remedy(.operate).contains("games") && remedy(.operate).contains("'adduser NAME audio' to do everything")
        )
        #expect(!remedy(.supervise).contains("games"))
    }
}
