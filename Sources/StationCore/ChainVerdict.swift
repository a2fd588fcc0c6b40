/// Something wrong with the chain of receipts.
public enum ChainProblem: Hashable, Sendable {
    /// The receipt's text no longer has the receipt's digest.
    case edited(ReceiptID)
    /// What stands in the receipt's place is no receipt.
    case unreadable(ReceiptID)
    /// The ledger files the receipt under another number, visit or time than it says itself.
    case misfiled(ReceiptID)
    /// The receipt holds by itself, and says that another one came before it than the one that stands there.
    case unchained(ReceiptID)
    /// These numbers are not there, though later ones are.
    case missing(ReceiptID, through: ReceiptID)
    /// No receipt has the digest that somebody wrote down.
    case unknownHead(String)
    /// The running vcd wrote this receipt, and the ledger no longer holds it.
    case lost(ReceiptID)

    /// The receipt that it is about, the first of several; nil where nobody can tell which it was.
    public var receipt: ReceiptID? {
        switch self {
        case .edited(let id), .unreadable(let id), .misfiled(let id), .unchained(let id), .lost(let id): id
        case .missing(let first, through: _): first
        case .unknownHead: nil
        }
    }

    /// What is wrong, one sentence.
    public var message: String {
        switch self {
        case .edited(let id):
            "Receipt \(id) was changed after it was written: its text no longer has its digest."
        case .unreadable(let id): "Receipt \(id) cannot be read: its text was damaged or replaced."
        case .misfiled(let id):
            "Receipt \(id) is filed wrongly: its number, visit or time in the record is not what the receipt says."
        case .unchained(let id) where id.number < 1:
            "Receipt \(id) was put in: the numbers begin at 1."
        case .unchained(let id) where id.number == 1:
            "Receipt 1 says that another came before it: the beginning of the record was replaced."
        case .unchained(let id):
            "Receipt \(id) does not follow on receipt \(id.number - 1): one of the two was replaced."
        case .missing(let first, through: let last) where first == last:
            "Receipt \(first) is missing: it was taken out."
        case .missing(let first, through: let last): "Receipts \(first) to \(last) are missing: they were taken out."
        case .unknownHead(let digest):
            "No receipt has the digest \(digest): since it was written down, the newest receipts were cut off or the "
                + "record was replaced."
        case .lost(let id):
            "Receipt \(id) is missing or was replaced: vcd wrote it since it started, and the record no longer holds it."
        }
    }
}

/// Whether all receipts are as they were written, and none is missing.
public struct ChainVerdict: Hashable, Sendable {
    /// How many receipts there are.
    public var count = 0
    /// The newest receipt there is.
    public var last: ReceiptID?
    /// The digest of the newest receipt, taken anew.
    public var head: String?
    /// The receipt whose digest the caller gave.
    public var witnessed: ReceiptID?
    /// What is wrong, in the order of the receipts; at the most ``mostProblems``.
    public private(set) var problems: [ChainProblem] = []
    /// How many more problems there are.
    public private(set) var unlisted = 0

    public static let mostProblems = 100

    public init() {}

    public var holds: Bool { problems.isEmpty }

    public mutating func note(_ problem: ChainProblem) {
        if problems.count < Self.mostProblems { problems.append(problem) } else { unlisted += 1 }
    }

    /// What to do about a chain that doesn't hold; nil for one that does.
    public var remedy: String? {
        guard !holds else { return nil }
        let receipt = problems.lazy.compactMap(\.receipt).first
        let entry = receipt.map { "RECEIPT=\($0)" } ?? "RECEIPT_DIGEST=…"
        return "Repair nothing and delete nothing. Call the administrator: the journal ('journalctl -u vcd -o verbose "
            + "\(entry)', RECEIPT_DIGEST) and the printed pages still say what was written. Visits may go on, as every "
            + "wipe is proven by itself."
    }
}
