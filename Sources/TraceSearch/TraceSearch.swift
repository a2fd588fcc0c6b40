import CLinux
import Glibc
import ProcFS
import UnitMessages

/// Looks for the tokens of a drill: in names and contents of files, in the memory of processes, in shared memory and on
/// raw devices. It tells nothing of what it can't see: encrypted or compressed bytes are searched as they are stored.
///
/// It plants control tokens itself and finds them, or it is blind.
public struct TraceSearch {
    public private(set) var areas: [SearchReport.Area] = []
    public private(set) var hits: [SearchReport.Hit] = []
    /// How many of its own control tokens it has seen.
    public private(set) var controls = 0

    private let seed: DrillSeed
    private static let mostHits = 200
    private static let pieceSize = 1 << 20

    public init(for seed: DrillSeed) { self.seed = seed }

    /// One area under way.
    struct Progress {
        var bytes: Int64 = 0
        var items = 0
        /// How many things could not be looked at.
        var unseen = 0
    }

    /// Searches an area and notes how much it was and how long it took.
    mutating func measure(
        _ name: String,
        note: String? = nil,
        _ body: (inout TraceSearch, inout Progress) -> Void
    ) {
        let begin = ContinuousClock.now
        var progress = Progress()
        body(&self, &progress)
        let (seconds, attoseconds) = (ContinuousClock.now - begin).components
        let unseen = progress.unseen == 0 ? nil : "\(progress.unseen) could not be looked at"
        areas.append(
            .init(
                name: name,
                bytes: progress.bytes,
                items: progress.items,
                milliseconds: seconds * 1_000 + attoseconds / 1_000_000_000_000_000,
                note: [note, unseen].compactMap { $0 }.joined(separator: "; ").nonEmpty
            )
        )
    }

    mutating func note(_ owners: Set<DrillSeed.Owner>, at place: String) {
        for owner in owners {
            switch owner {
            case .control: controls += 1
            case .place(let found) where hits.count < Self.mostHits: hits.append(.init(place: found, at: place))
            case .nobody where hits.count < Self.mostHits: hits.append(.init(place: nil, at: place))
            case .place, .nobody: break
            }
        }
    }

    /// Reads a descriptor to its end, or at most `count` bytes from `offset` on where both are given.
    ///
    /// - Returns: whether all of it could be read.
    mutating func search(
        _ descriptor: Int32,
        _ range: Range<UInt64>? = nil,
        at place: String,
        _ progress: inout Progress
    ) -> Bool {
        var scanner = TokenScanner(seed)
        var offset = range?.lowerBound ?? 0
        let end = range?.upperBound ?? .max
        var isWhole = true
        withUnsafeTemporaryAllocation(byteCount: Self.pieceSize, alignment: 4_096) { buffer in
            while offset < end {
                let wanted = Int(min(UInt64(buffer.count), end - offset))
                let count =
                    range == nil
                    ? read(descriptor, buffer.baseAddress, wanted)
                    : pread(descriptor, buffer.baseAddress, wanted, off_t(offset))
                guard count > 0 else {
                    isWhole = count == 0
                    break
                }
                scanner.take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                offset += UInt64(count)
                progress.bytes += Int64(count)
            }
        }
        scanner.finish()
        note(scanner.owners, at: place)
        return isWhole
    }

    /// Tokens in a text that is no file.
    mutating func search(_ bytes: UnsafeRawBufferPointer, at place: String, _ progress: inout Progress) {
        var scanner = TokenScanner(seed)
        scanner.take(bytes)
        scanner.finish()
        progress.bytes += Int64(bytes.count)
        note(scanner.owners, at: place)
    }

    mutating func searchName(_ name: String, at place: String) {
        note(TokenScanner.owners(in: name, of: seed), at: place)
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
