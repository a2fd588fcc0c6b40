import Glibc
import StationCore
import TestSupport
import Testing

@testable import StationHost

/// The way back to a ledger that could not be opened, or that was lost while it was open.
@Suite struct LedgerDoorTests {
    private let now = Moment(wall: WallTime(milliseconds: 1_770_000_000_000), boot: BootTime(sinceBoot: .seconds(5)))

    private func door(_ path: String) -> LedgerDoor {
        LedgerDoor { [now] (isAfterLoss) throws(LedgerError) -> any LedgerStore in
            try Ledger.open(at: path, now: now, isAfterLoss: isAfterLoss)
        }
    }

    private func withFile(_ body: (String) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await body("\(folder.path)/ledger.db")
    }

    @Test func oneThatCouldNotBeOpenedIsOpenedLater() async throws {
        try await withFile { path in
            #expect(mkdir(path, 0o700) == 0)
            let door = door(path)
            #expect(door.isShut)
            #expect(throws: LedgerError.self) { _ = try door.get() }
            #expect(throws: LedgerError.self) { try door.reopen() }
            #expect(rmdir(path) == 0)
            try door.reopen()
            #expect(!door.isShut && !door.isLost)
            let snapshot = try await door.get().snapshot()
            #expect(snapshot.refusal == nil)
        }
    }

    @Test(arguments: [nil, "another file"])
    func oneWhoseFileIsGoneIsNotUsed(_ other: String?) async throws {
        try await withFile { path in
            let door = door(path)
            _ = try await door.get().openVisit(at: now, marksRemote: false, plan: nil)
            if other != nil {
                try Ledger.open(at: "\(path).other", now: now).close()
                #expect(rename("\(path).other", path) == 0)
            } else {
                #expect(unlink(path) == 0)
            }
            #expect(door.isLost)
            #expect(throws: LedgerError.self) { _ = try door.get() }
            try door.reopen()
            #expect(!door.isLost)
            // What stands there now proves nothing of the last visit.
            let snapshot = try await door.get().snapshot()
            #expect(snapshot.refusal?.contains("removed, replaced or cut off") == true)
            #expect(snapshot.isDirty)
            // What is written there stays, whatever the lost one did as it closed.
            let visit = try await door.get().openVisit(at: now, marksRemote: false, plan: nil)
            let written = try await Ledger.open(at: path, now: now).snapshot()
            #expect(written.openVisit?.id == visit)
        }
    }

    @Test func oneThatIsCutOffIsNotUsed() async throws {
        try await withFile { path in
            try Ledger.open(at: path, now: now).close()
            let door = door(path)
            #expect(truncate(path, 0) == 0)
            #expect(throws: LedgerError.self) { _ = try door.get() }
            try door.reopen()
            let snapshot = try await door.get().snapshot()
            #expect(snapshot.refusal != nil && snapshot.isDirty)
        }
    }

    @Test func oneThatWasMovedAwayIsUsedAgainWhenItIsBack() async throws {
        try await withFile { path in
            let door = door(path)
            #expect(rename(path, "\(path).away") == 0)
            #expect(throws: LedgerError.self) { _ = try door.get() }
            #expect(rename("\(path).away", path) == 0)
            let snapshot = try await door.get().snapshot()
            #expect(snapshot.refusal == nil)
        }
    }
}
