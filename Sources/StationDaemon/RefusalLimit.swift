import StationCore
import Synchronization

/// How many refused calls of an account are kept: without a limit any account of the PC could fill the ledger's disk by
/// asking for what it may not do.
final class RefusalLimit: Sendable {
    enum Decision: Hashable, Sendable {
        case keep
        /// The last one for a while.
        case keepAsLast
        case drop
    }

    static let most = 30
    static let span: Duration = .seconds(60)

    private struct Count {
        let since: BootTime
        var number: Int
    }

    private let counts = Mutex<[UInt32: Count]>([:])

    /// Counts a refusal of an account.
    func decide(uid: UInt32, at now: BootTime) -> Decision {
        counts.withLock { counts in
            counts = counts.filter { now - $0.value.since < Self.span }
            counts[uid, default: Count(since: now, number: 0)].number += 1
            let number = counts[uid]?.number ?? 0
            return number < Self.most ? .keep : number == Self.most ? .keepAsLast : .drop
        }
    }
}
