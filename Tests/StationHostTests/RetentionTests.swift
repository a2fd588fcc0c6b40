import GRDB
import Glibc
import ProcFS
import StationCore
import TestSupport
import Testing

@testable import StationHost

@Suite struct RetentionTests {
    private let now = Moment(wall: WallTime(milliseconds: 1_772_503_200_000), boot: BootTime(sinceBoot: .seconds(5)))

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await body(folder.path)
    }

    private func open(_ folder: String, key: Bool = true) throws -> Ledger {
        try Ledger.open(
            at: "\(folder)/ledger.db",
            now: now,
            quotaKey: key ? "\(folder)/quota.key" : nil,
            boot: "boot"
        )
    }

    private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

    private func add(_ number: String, note: String? = nil, override: String? = nil) -> RosterChange {
        let category = CategoryID("elderly")
        return .add(number: number, category: category, visitClass: .family, note: note, override: override)
    }

    /// All bytes of the ledger's files, ready for strstr(3), which stops at a zero byte.
    private func bytes(_ folder: String) throws -> [CChar] {
        var all: [CChar] = []
        for ending in ["", "-wal", "-shm"] {
            let descriptor = Glibc.open("\(folder)/ledger.db\(ending)", O_RDONLY)
            try #require(descriptor >= 0)
            defer { close(descriptor) }
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                guard count > 0 else { break }
                all += buffer.prefix(count).map { CChar(bitPattern: $0 == 0 ? 1 : $0) }
            }
        }
        return all + [0]
    }

    private func holds(_ text: String, _ bytes: [CChar]) -> Bool {
        bytes.withUnsafeBufferPointer { all in
            all.baseAddress.map { strstr($0, text) != nil } ?? false
        }
    }

    @Test func whatIsForgottenIsInNoneOfTheFiles() async throws {
        try await withFolder { folder in
            let ledger = try open(folder)
            let days = try ["2026-01-05", "2026-02-02", "2026-03-03"].map(day)
            for (index, date) in days.enumerated() {
                for number in 1...60 {
                    let change = add(
                        "SECRET\(index)-\(number)",
                        note: "ward\(index)-\(number)",
                        override: "why\(index)"
                    )
                    _ = try await ledger.change(change, rules: RosterRules(), day: date, at: now.wall)
                }
                for entry in try await ledger.entries(on: date) where entry.ticket.isMultiple(of: 3) {
                    let plan = VisitPlan(ticket: entry.turn, length: .seconds(600))
                    let visit = try await ledger.openVisit(at: now, marksRemote: false, plan: plan)
                    try await ledger.closeVisit(EndedVisit(id: visit, cause: .time, ending: "time"), at: now)
                }
                for ticket in [1, 2, 4, 5] {
                    _ = try await ledger.change(.call(ticket: ticket), rules: RosterRules(), day: date, at: now.wall)
                }
            }
            let before = try bytes(folder)
            for index in 0...2 { #expect(holds("SECRET\(index)-60", before)) }
            let kept = try await ledger.entries(on: days[2])

            try await ledger.forget(before: days[1])
            let between = try bytes(folder)
            #expect(["SECRET0", "ward0", "why0"].allSatisfy { !holds($0, between) })
            #expect(["SECRET1-60", "ward1-60", "why1"].allSatisfy { holds($0, between) })

            try await ledger.forget(before: days[2])
            let after = try bytes(folder)
            #expect(["SECRET0", "ward0", "why0", "SECRET1", "ward1", "why1"].allSatisfy { !holds($0, after) })
            #expect(["SECRET2-1", "SECRET2-60", "ward2-60", "why2"].allSatisfy { holds($0, after) })
            #expect(try await ledger.entries(on: days[2]) == kept)
            #expect(try await ledger.entries(on: days[0]).isEmpty)
            var status = stat()
            #expect(stat("\(folder)/ledger.db-wal", &status) == 0)
            #expect(status.st_size == 0)
            let next = try await ledger.change(add("b1"), rules: RosterRules(), day: days[2], at: now.wall)
            #expect(next.entries.first?.ticket == 61)
            #expect((next.entries.first?.id.number ?? 0) > (kept.last?.id.number ?? .max))
            // Nothing is due: nothing happens.
            try await ledger.forget(before: days[2])
            #expect(try await ledger.entries(on: days[2]).count == 61)
        }
    }

    /// Rows of many lengths that grow: SQLite distributes them over pages anew, and leaves copies in the free room of
    /// some, which secure_delete alone doesn't reach.
    @Test(arguments: 0..<6) func noCopyIsLeftInTheFreeRoomOfAPage(seed: UInt32) async throws {
        try await withFolder { folder in
            let ledger = try open(folder)
            var random = seed
            func next(_ count: UInt32) -> Int {
                random = random &* 1_664_525 &+ 1_013_904_223
                return Int((random >> 8) % count)
            }
            for date in 1...12 {
                let date = date < 10 ? "0\(date)" : "\(date)"
                var sql = ""
                for ticket in 1...60 {
                    let note = String(repeating: "n", count: [0, 3, 200][next(3)])
                    sql += """
                        INSERT INTO roster (day, ticket, number, category, class, note, state, place, registered_at)
                        VALUES ('2026-01-\(date)', \(ticket), 'SECRET\(date)-\(ticket)', 'elderly', 'family', '\(note)',
                            'waiting', \(ticket), 1);
                        """
                }
                for _ in 1...120 {
                    let set = next(2) == 0 ? "called_at = 1772503200000" : "visit = 123456, state = 'visiting'"
                    sql += "UPDATE roster SET \(set) WHERE day = '2026-01-\(date)' AND ticket = \(next(60) + 1);"
                }
                try await ledger.tamper(sql)
            }
            for date in 2...12 {
                try await ledger.forget(before: #require(CalendarDay(year: 2026, month: 1, day: date)))
                let all = try bytes(folder)
                for past in 1..<date {
                    #expect(!holds(past < 10 ? "SECRET0\(past)-" : "SECRET\(past)-", all), "\(past) before \(date)")
                }
            }
        }
    }

    @Test func theQuotaCountsOverDaysAndMonths() async throws {
        try await withFolder { folder in
            let rules = RosterRules(quota: 2)
            let ledger = try open(folder)
            func visit(_ date: String) async throws {
                let outcome = try await ledger.change(add("a1"), rules: rules, day: day(date), at: now.wall)
                let entry = try #require(outcome.entries.first)
                let plan = VisitPlan(ticket: entry.turn, length: .seconds(600))
                let visit = try await ledger.openVisit(at: now, marksRemote: false, plan: plan)
                try await ledger.closeVisit(EndedVisit(id: visit, cause: .officer, ending: "done"), at: now)
            }
            try await visit("2026-01-30")
            try await visit("2026-02-02")
            try await visit("2026-02-09")
            // The counts outlive the entries, and a restart.
            try await ledger.forget(before: day("2026-02-10"))
            let again = try open(folder)
            for (change, code) in [(add("a1"), .quotaReached), (add("a1", override: "reason"), nil), (add("a2"), nil)]
                as [(RosterChange, RosterRefusal.Code?)]
            {
                let date = try day("2026-02-16")
                do throws(RosterError) {
                    _ = try await again.change(change, rules: rules, day: date, at: now.wall)
                    #expect(code == nil)
                } catch {
                    guard case .refused(let refusal) = error else { throw error }
                    #expect(refusal.code == code)
                }
            }
            _ = try await again.change(add("a1"), rules: rules, day: day("2026-03-02"), at: now.wall)
            // January goes when March begins, February stays until April.
            try await again.forget(before: day("2026-03-01"))
            let months = try await again.database.read { try String.fetchAll($0, sql: "SELECT month FROM quota") }
            #expect(months == ["2026-02"])
            #expect(!holds("a1", try bytes(folder)))
        }
    }

    @Test func theQuotasKeyIsMadeOnceAndForItsOwnerAlone() async throws {
        try await withFolder { folder in
            let path = "\(folder)/quota.key"
            #expect(try open(folder).quotaFault == nil)
            var status = stat()
            #expect(stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            #expect(status.st_size == 32)
            let first = try QuotaKey.load(path).get()
            let number = try #require(RegisterNumber("a1"))
            let digest = first.digest(of: number, month: "2026-02")
            #expect(digest.count == 32)
            #expect(try QuotaKey.load(path).get().digest(of: number, month: "2026-02") == digest)
            #expect(first.digest(of: number, month: "2026-03") != digest)
            #expect(QuotaKey(bytes: Array(repeating: 1, count: 32)).digest(of: number, month: "2026-02") != digest)
            #expect(DirectoryListing.names(in: folder).filter { $0.contains("quota.key") } == ["quota.key"])
        }
    }

    @Test func withoutItsKeyTheQuotaIsNotCountedAndThatIsSaid() async throws {
        try await withFolder { folder in
            #expect(try open(folder, key: false).quotaFault == nil)
            let short = Glibc.open("\(folder)/quota.key", O_CREAT | O_WRONLY, 0o600)
            #expect(write(short, "short", 5) == 5)
            close(short)
            let ledger = try open(folder)
            #expect(ledger.quotaFault?.contains("quota.key") == true)
            #expect(QuotaKey.fault(of: "\(folder)/no/such/folder/quota.key") != nil)
            let rules = RosterRules(quota: 1)
            for text in ["2026-03-03", "2026-03-10"] {
                let outcome = try await ledger.change(add("a1"), rules: rules, day: day(text), at: now.wall)
                let plan = VisitPlan(ticket: outcome.entries.first?.turn, length: .seconds(600))
                _ = try await ledger.openVisit(at: now, marksRemote: false, plan: plan)
            }
        }
    }
}

extension QuotaKey {
    fileprivate static func fault(of path: String) -> String? {
        switch load(path) {
        case .success: nil
        case .failure(let fault): fault.message
        }
    }
}
