import Digests
import FoundationEssentials
import StationCore

/// Holds receipts against their digests, their numbers and each other, one after the other from the oldest on.
struct ChainCheck: Sendable {
    /// A receipt as it stands in the ledger.
    struct Entry {
        let id: Int
        let visit: Int?
        let finishedAt: Int64
        let text: Data
        let digest: String
    }

    /// What of a receipt's text the ledger says a second time, and the link to the one before.
    private struct Place: Decodable {
        let id: Int
        let visit: Int?
        let finishedAt: Int64
        let previous: String
    }

    private let head: String?
    private let written: WrittenReceipt?
    private var isWrittenThere = false
    private var nextID = 1
    /// The digests that the next receipt may name as its predecessor's; nil where any may stand, since what came
    /// before is missing and that is said already.
    private var links: [String]? = [""]
    private(set) var verdict = ChainVerdict()
    /// The number of the last row that was looked at.
    private(set) var position = Int.min

    /// - Parameters:
    ///   - head: a digest that somebody wrote down, which one of the receipts must have.
    ///   - written: a receipt that must be there.
    init(head: String?, written: WrittenReceipt?) {
        self.head = head
        self.written = written
    }

    mutating func take(_ entry: Entry) {
        position = entry.id
        verdict.count += 1
        let id = ReceiptID(entry.id)
        guard entry.id >= nextID else { return verdict.note(.unchained(id)) }
        if entry.id > nextID {
            verdict.note(.missing(ReceiptID(nextID), through: ReceiptID(entry.id - 1)))
            links = nil
        }
        let digest = SHA256.digest(of: entry.text.bytes).hexadecimal
        if let problem = problem(of: entry, digest) { verdict.note(problem) }
        if digest == head { verdict.witnessed = id }
        if id == written?.id, digest == written?.digest { isWrittenThere = true }
        // Where the two differ, only this receipt is wrong, not the one that names either of them.
        links = digest == entry.digest ? [digest] : [digest, entry.digest]
        // A number that SQLite can't count on from has no successor.
        nextID = entry.id == .max ? entry.id : entry.id + 1
        verdict.last = id
        verdict.head = digest
    }

    private func problem(of entry: Entry, _ digest: String) -> ChainProblem? {
        let id = ReceiptID(entry.id)
        guard let place = try? JSONDecoder().decode(Place.self, from: entry.text) else { return .unreadable(id) }
        guard digest == entry.digest else { return .edited(id) }
        guard place.id == entry.id, place.visit == entry.visit, place.finishedAt == entry.finishedAt else {
            return .misfiled(id)
        }
        if let links, !links.contains(place.previous) { return .unchained(id) }
        return nil
    }

    /// The verdict after the newest receipt.
    func finished() -> ChainVerdict {
        var verdict = verdict
        if let written, !isWrittenThere, !verdict.problems.contains(where: { $0.receipt == written.id }) {
            verdict.note(.lost(written.id))
        }
        if let head, verdict.witnessed == nil { verdict.note(.unknownHead(head)) }
        return verdict
    }
}
