import ProcFS
import GRDB
import Glibc
import StationCore
import TestSupport
import Testing

@testable import StationHost

@Suite struct LedgerTests {
    private let now = Moment(wall: WallTime(milliseconds: 1_770_000_000_000), boot: BootTime(sinceBoot: .seconds(5)))

    private func draft(_ visit: VisitID?, findings: [Finding] = []) -> ReceiptDraft {
        ReceiptDraft(
            visit: visit,
            startedAt: now,
            finishedAt: now,
            closed: .exited(0),
            destroyed: [DestroyedPlace(place: "home", bytes: 5)],
            depth: .visit,
            scan: ScanResult(findings: findings, searched: [SearchedPlace(place: "file", count: 7)])
        )
    }

    private let facts = StationFacts(version: "1", kernel: "6.1", template: nil, remoteTraces: ["a linked device"])

    private func withFile(_ body: (String) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await body("\(folder.path)/ledger.db")
    }

    @Test func aNewLedgerIsDirty() async throws {
        try await withFile { path in
            let snapshot = try await Ledger.open(at: path, now: now).snapshot()
            #expect(snapshot == LedgerSnapshot(isDirty: true, openVisit: nil, lastReceipt: nil, refusal: nil))
            var status = stat()
            #expect(stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
    }

    @Test func theMarkStandsUntilACleanReceipt() async throws {
        try await withFile { path in
            let ledger = try Ledger.open(at: path, now: now)
            let visit = try await ledger.openVisit(at: now, marksRemote: false, plan: nil)
            let trace = VisitTrace(id: visit, since: now.wall)
            #expect(try await ledger.snapshot().openVisit == trace)
            #expect(try await ledger.snapshot().isDirty)
            let finding = Finding(place: "file", detail: "/tmp/…")
            let unclean = try await ledger.store(draft(visit, findings: [finding]), facts: facts)
            #expect(unclean.findings == [finding])
            #expect(try await ledger.snapshot().isDirty)
            let clean = try await ledger.store(draft(visit), facts: facts)
            let after = try await Ledger.open(at: path, now: now).snapshot()
            #expect(after == LedgerSnapshot(isDirty: false, openVisit: nil, lastReceipt: clean.id, refusal: nil))
            #expect(try await ledger.receipts(limit: 5, finished: nil).receipts == [clean, unclean])
            #expect(try await ledger.receipts(limit: 1, finished: nil).receipts == [clean])
        }
    }

    @Test func numbersAreNeverGivenTwice() async throws {
        try await withFile { path in
            let first = try await Ledger.open(at: path, now: now).openVisit(at: now, marksRemote: false, plan: nil)
            let second = try await Ledger.open(at: path, now: now).openVisit(at: now, marksRemote: false, plan: nil)
            #expect(second.number == first.number + 1)
        }
    }

    @Test func theDigestIsAsDocumented() {
        // printf '{"clean":true,"closed":"exit status 0","depth":"visit","destroyed":[{"bytes":5,"place":"home"}],"fin
        // dings":[],"finishedAt":1770000000000,"id":1,"kernel":"6.1","milliseconds":0,"previous":"","remoteCon
        // firmed":false,"remoteTraces":["a linked device"],"searched":[{"count":7,"place":"file"}],"startedAt"
        // :1770000000000,"version":"1","visit":3}' | sha256sum
        let receipt = Receipt(sealing: draft(VisitID(3)), id: ReceiptID(1), facts: facts, previous: "")
        #expect(receipt.digest == "d04e5af23957750a2f27f56f478cf7df5501e10fe37d9d35fda1eb32a440ae35")
    }

    @Test func aDamagedLedgerIsKeptAsideAndRefusesUntilAWipe() async throws {
        try await withFile { path in
            let text = Array("this is no database at all, and was never one".utf8)
            let descriptor = open(path, O_CREAT | O_WRONLY, 0o600)
            #expect(write(descriptor, text, text.count) == text.count)
            close(descriptor)
            let refusal = try await Ledger.open(at: path, now: now).snapshot().refusal
            let folder = String(path[...(path.lastIndex(of: "/") ?? path.startIndex)])
            let kept = DirectoryListing.names(in: folder).filter { $0.contains(".corrupt-") }
            #expect(kept.count == 1)
            #expect(refusal?.contains(kept.first ?? "?") == true)
            #expect(ProcessTable.read("\(folder)\(kept.first ?? "")") == String(decoding: text, as: UTF8.self))
            let again = try Ledger.open(at: path, now: now)
            #expect(try await again.snapshot().refusal == refusal, "a restart doesn't clear it")
            _ = try await again.store(draft(nil), facts: facts)
            #expect(try await again.snapshot().refusal == nil, "a clean receipt does")
        }
    }

    /// As after a file system's repair, or a copy that failed.
    @Test func aLedgerOfNoBytesIsDamaged() async throws {
        try await withFile { path in
            close(open(path, O_CREAT | O_WRONLY, 0o600))
            let refusal = try await Ledger.open(at: path, now: now).snapshot().refusal
            #expect(refusal?.contains("damaged") == true)
        }
    }

    @Test func aNewLedgerLeavesNoDraft() async throws {
        try await withFile { path in
            // What a power cut in the midst of it would leave.
            close(open("\(path).new", O_CREAT | O_WRONLY, 0o600))
            let ledger = try Ledger.open(at: path, now: now)
            #expect(try await ledger.snapshot().refusal == nil)
            var status = stat()
            #expect(stat("\(path).new", &status) != 0)
        }
    }

    @Test func aLedgerOfANewerVcdStaysUntouched() async throws {
        try await withFile { path in
            do {
                let ledger = try Ledger.open(at: path, now: now)
                _ = try await ledger.openVisit(at: now, marksRemote: false, plan: nil)
                try await ledger.tamper("INSERT INTO grdb_migrations (identifier) VALUES ('99')")
                try await ledger.tamper("PRAGMA wal_checkpoint(TRUNCATE)", inTransaction: false)
            }
            let before = digest(of: path)
            let error = #expect(throws: LedgerError.self) { try Ledger.open(at: path, now: now) }
            #expect(error?.code == .newerSchema)
            #expect(error?.remedy.contains("newer vcd") == true)
            #expect(digest(of: path) == before)
        }
    }

    @Test func whatWasCommittedSurvivesACutAtAnyMoment() async throws {
        try await withFile { path in
            let ledger = try Ledger.open(at: path, now: now)
            for number in 1...10 {
                let visit = try await ledger.openVisit(at: now, marksRemote: false, plan: nil)
                // What a power cut would leave: the files as they are on disk at this instant.
                let image = "\(path).cut\(number)"
                for ending in ["", "-wal"] { try copy("\(path)\(ending)", "\(image)\(ending)") }
                let snapshot = try await Ledger.open(at: image, now: now).snapshot()
                #expect(snapshot.isDirty)
                #expect(snapshot.openVisit?.id == visit)
                #expect(snapshot.refusal == nil)
                _ = try await ledger.store(draft(visit), facts: facts)
            }
        }
    }

    private func digest(of path: String) -> String { ProcessTable.read(path) }

    private func copy(_ from: String, _ to: String) throws {
        let source = open(from, O_RDONLY)
        let target = open(to, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
        defer {
            close(source)
            close(target)
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0 else { return }
            #expect(write(target, buffer, count) == count)
        }
    }
}

extension Ledger {
    /// Runs one statement outside the rules, as a tamperer would.
    func tamper(_ sql: String, inTransaction: Bool = true) async throws {
        if inTransaction {
            try await database.write { try $0.execute(sql: sql) }
        } else {
            try await database.writeWithoutTransaction { try $0.execute(sql: sql) }
        }
    }
}
