import GRDB
import StationCore
import TestSupport
import Testing

@testable import StationHost

/// What somebody with a database program could do to the receipts, and what the verification says of it.
@Suite struct ChainTests {
    private static let facts = StationFacts(version: "1", kernel: "6.1", template: nil, remoteTraces: [])

    private static func moment(_ minute: Int) -> Moment {
        Moment(
            wall: WallTime(milliseconds: 1_770_000_000_000 + Int64(minute) * 60_000),
            boot: BootTime(sinceBoot: .seconds(minute * 60))
        )
    }

    /// A ledger with the receipts 1 to 5.
    private func withLedger(_ body: (Ledger, [Receipt]) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let ledger = try Ledger.open(at: "\(folder.path)/ledger.db", now: Self.moment(0))
        var receipts: [Receipt] = []
        for minute in 1...5 { receipts.append(try await Self.add(to: ledger, minute)) }
        try await body(ledger, receipts)
    }

    @discardableResult
    private static func add(to ledger: Ledger, _ minute: Int, count: Int = 7) async throws -> Receipt {
        let draft = ReceiptDraft(
            visit: try await ledger.openVisit(at: moment(minute), marksRemote: false, plan: nil),
            startedAt: moment(minute),
            finishedAt: moment(minute),
            closed: .exited(0),
            destroyed: [DestroyedPlace(place: "home", bytes: 5)],
            depth: .visit,
            scan: ScanResult(findings: [], searched: [SearchedPlace(place: "file", count: count)])
        )
        return try await ledger.store(draft, facts: facts)
    }

    @Test func anUntouchedChainHolds() async throws {
        try await withLedger { ledger, receipts in
            let verdict = try await ledger.verifyReceipts(
                head: receipts[2].digest,
                written: WrittenReceipt(receipts[4])
            )
            #expect(verdict.holds)
            #expect(verdict.count == 5)
            #expect(verdict.last == ReceiptID(5))
            #expect(verdict.head == receipts[4].digest)
            #expect(verdict.witnessed == ReceiptID(3))
            #expect(verdict.remedy == nil)
        }
    }

    @Test func anEmptyLedgerHolds() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let ledger = try Ledger.open(at: "\(folder.path)/ledger.db", now: Self.moment(0))
        #expect(try await ledger.verifyReceipts(head: nil, written: nil) == ChainVerdict())
    }

    static let tampering: [(sql: String, problems: [ChainProblem])] = [
        ("UPDATE receipt SET text = replace(text, '\"count\":7', '\"count\":8') WHERE id = 2", [.edited(ReceiptID(2))]),
        ("UPDATE receipt SET text = replace(text, '\"count\":7', '\"count\":8') WHERE id = 5", [.edited(ReceiptID(5))]),
        (
            "UPDATE receipt SET digest = replace(digest, substr(digest, 1, 1), 'x') WHERE id = 2",
            [.edited(ReceiptID(2))]
        ),
        ("UPDATE receipt SET text = 'nothing' WHERE id = 3", [.unreadable(ReceiptID(3))]),
        ("UPDATE receipt SET visit = 99 WHERE id = 2", [.misfiled(ReceiptID(2))]),
        ("UPDATE receipt SET visit = NULL WHERE id = 2", [.misfiled(ReceiptID(2))]),
        ("UPDATE receipt SET finished_at = finished_at + 86400000 WHERE id = 2", [.misfiled(ReceiptID(2))]),
        ("DELETE FROM receipt WHERE id = 3", [.missing(ReceiptID(3), through: ReceiptID(3))]),
        ("DELETE FROM receipt WHERE id IN (2, 3)", [.missing(ReceiptID(2), through: ReceiptID(3))]),
        ("DELETE FROM receipt WHERE id = 1", [.missing(ReceiptID(1), through: ReceiptID(1))]),
        (
            "INSERT INTO receipt SELECT -3, visit, finished_at, text, digest FROM receipt WHERE id = 2",
            [.unchained(ReceiptID(-3))]
        ),
        (
            "DELETE FROM receipt WHERE id = 4; UPDATE receipt SET text = 'x' WHERE id = 2",
            [.unreadable(ReceiptID(2)), .missing(ReceiptID(4), through: ReceiptID(4))]
        ),
    ]

    @Test(arguments: tampering)
    func everyTamperedReceiptIsNamedAndNoOther(_ sql: String, _ problems: [ChainProblem]) async throws {
        try await withLedger { ledger, _ in
            try await ledger.tamper(sql)
            let verdict = try await ledger.verifyReceipts(head: nil, written: nil)
            #expect(verdict.problems == problems)
            #expect(!verdict.holds)
            #expect(verdict.remedy?.contains("RECEIPT=\(problems.first?.receipt?.number ?? 0)") == true)
        }
    }

    @Test func aReceiptReplacedTogetherWithItsDigestBreaksTheLink() async throws {
        try await withLedger { ledger, receipts in
            let forged = Self.forged(receipts[2], previous: receipts[1].digest)
            try await ledger.put(forged)
            #expect(try await ledger.verifyReceipts(head: nil, written: nil).problems == [.unchained(ReceiptID(4))])
        }
    }

    @Test func aCutTailIsShownByAnyDigestFromIt() async throws {
        try await withLedger { ledger, receipts in
            try await ledger.tamper("DELETE FROM receipt WHERE id > 3")
            #expect(try await ledger.verifyReceipts(head: nil, written: nil).holds, "the chain alone can't tell")
            #expect(try await ledger.verifyReceipts(head: receipts[2].digest, written: nil).holds)
            for lost in receipts[3...] {
                let verdict = try await ledger.verifyReceipts(head: lost.digest, written: nil)
                #expect(verdict.problems == [.unknownHead(lost.digest)])
                #expect(verdict.last == ReceiptID(3))
            }
            let verdict = try await ledger.verifyReceipts(head: nil, written: WrittenReceipt(receipts[4]))
            #expect(verdict.problems == [.lost(ReceiptID(5))], "the vcd that wrote it knows")
        }
    }

    @Test func aWholeRewrittenChainIsShownByItsOldHead() async throws {
        try await withLedger { ledger, receipts in
            var previous = ""
            for receipt in receipts {
                let forged = Self.forged(receipt, previous: previous)
                try await ledger.put(forged)
                previous = forged.digest
            }
            #expect(try await ledger.verifyReceipts(head: nil, written: nil).holds, "the chain alone can't tell")
            for old in receipts {
                let verdict = try await ledger.verifyReceipts(head: old.digest, written: nil)
                #expect(verdict.problems == [.unknownHead(old.digest)])
            }
            let verdict = try await ledger.verifyReceipts(head: nil, written: WrittenReceipt(receipts[4]))
            #expect(verdict.problems == [.lost(ReceiptID(5))])
        }
    }

    @Test func aLongListOfProblemsIsCut() async throws {
        try await withLedger { ledger, _ in
            for minute in 6...130 { try await Self.add(to: ledger, minute) }
            try await ledger.tamper("UPDATE receipt SET text = 'x'")
            let verdict = try await ledger.verifyReceipts(head: nil, written: nil)
            #expect(verdict.problems.count == ChainVerdict.mostProblems)
            #expect(verdict.unlisted == 30)
        }
    }

    @Test func receiptsOfATimeAndUnreadableOnes() async throws {
        try await withLedger { ledger, receipts in
            let span = receipts[1].finishedAt..<receipts[3].finishedAt
            #expect(
                try await ledger.receipts(limit: 9, finished: span)
                    == ReceiptList(receipts: [receipts[2], receipts[1]], unreadable: [])
            )
            try await ledger.tamper("UPDATE receipt SET text = 'x' WHERE id = 2")
            #expect(
                try await ledger.receipts(limit: 9, finished: span)
                    == ReceiptList(receipts: [receipts[2]], unreadable: [ReceiptID(2)])
            )
        }
    }

    /// The same receipt with another count, sealed anew.
    private static func forged(_ receipt: Receipt, previous: String) -> Receipt {
        let draft = ReceiptDraft(
            visit: receipt.visit,
            startedAt: moment(0),
            finishedAt: Moment(wall: receipt.finishedAt, boot: moment(0).boot),
            closed: nil,
            destroyed: [],
            depth: .everything,
            scan: ScanResult(findings: [], searched: [SearchedPlace(place: "file", count: 1_000)])
        )
        return Receipt(sealing: draft, id: receipt.id, facts: facts, previous: previous)
    }
}

extension Ledger {
    /// Puts a receipt in the place of the one with its number.
    fileprivate func put(_ receipt: Receipt) async throws {
        try await database.write { database in
            try database.execute(
                sql: "UPDATE receipt SET text = ?, digest = ? WHERE id = ?",
                arguments: [ReceiptText(receipt).json, receipt.digest, receipt.id.number]
            )
        }
    }
}
