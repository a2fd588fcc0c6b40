import Digests
import FoundationEssentials
import StationCore

/// The text of a receipt, which its digest is taken of and which the ledger keeps: JSON without the digest, keys in
/// the order of their names, no blanks, times in milliseconds since 1970. An auditor can make it again from
/// `vcctl --json receipts`.
struct ReceiptText: Codable {
    private struct Finding: Codable {
        let detail: String
        let place: String
    }

    private struct Destroyed: Codable {
        let bytes: Int64?
        let place: String
    }

    private struct Searched: Codable {
        let count: Int
        let place: String
    }

    private var clean: Bool
    private var closed: String?
    private var depth: String
    private var destroyed: [Destroyed]
    private var findings: [Finding]
    private var finishedAt: Int64
    private var id: Int
    private var kernel: String
    private var milliseconds: Int64
    private var previous: String
    private var remoteConfirmed: Bool
    private var remoteTraces: [String]
    private var searched: [Searched]
    private var startedAt: Int64
    private var template: String?
    private var version: String
    private var visit: Int?

    init(_ receipt: Receipt) {
        clean = receipt.isClean
        closed = receipt.closed
        depth = receipt.depth.rawValue
        destroyed = receipt.destroyed.map { Destroyed(bytes: $0.bytes, place: $0.place) }
        findings = receipt.scan.findings.map { Finding(detail: $0.detail, place: $0.place) }
        finishedAt = receipt.finishedAt.milliseconds
        id = receipt.id.number
        kernel = receipt.facts.kernel
        milliseconds = receipt.milliseconds
        previous = receipt.previous
        remoteConfirmed = receipt.confirmsRemote
        remoteTraces = receipt.facts.remoteTraces
        searched = receipt.scan.searched.map { Searched(count: $0.count, place: $0.place) }
        startedAt = receipt.startedAt.milliseconds
        template = receipt.facts.template
        version = receipt.facts.version
        visit = receipt.visit?.number
    }

    /// The text itself. Strings and numbers alone can always be encoded.
    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// The digest of a receipt's text.
    static func digest(of text: String) -> String { SHA256.digest(of: Array(text.utf8).span.bytes).hexadecimal }
}

extension Receipt {
    /// Gives a draft its number, its place in the chain and its digest.
    init(sealing draft: ReceiptDraft, id: ReceiptID, facts: StationFacts, previous: String) {
        func receipt(_ digest: String) -> Receipt {
            Receipt(
                id: id,
                visit: draft.visit,
                startedAt: draft.startedAt.wall,
                finishedAt: draft.finishedAt.wall,
                milliseconds: draft.milliseconds,
                closed: draft.closed?.description,
                destroyed: draft.destroyed,
                depth: draft.depth,
                scan: draft.scan,
                facts: facts,
                confirmsRemote: draft.confirmsRemote,
                digest: digest,
                previous: previous
            )
        }
        self = receipt(ReceiptText.digest(of: ReceiptText(receipt("")).json))
    }

    /// Reads a receipt from its text.
    ///
    /// - Throws: `DecodingError` when it is no receipt's.
    init(text: String, digest: String) throws {
        self = try JSONDecoder().decode(ReceiptText.self, from: Data(text.utf8)).receipt(digest: digest)
    }
}

extension ReceiptText {
    fileprivate func receipt(digest: String) throws -> Receipt {
        guard let depth = ScanDepth(rawValue: depth) else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "unknown depth '\(depth)'"))
        }
        return Receipt(
            id: ReceiptID(id),
            visit: visit.map(VisitID.init),
            startedAt: WallTime(milliseconds: startedAt),
            finishedAt: WallTime(milliseconds: finishedAt),
            milliseconds: milliseconds,
            closed: closed,
            destroyed: destroyed.map { DestroyedPlace(place: $0.place, bytes: $0.bytes) },
            depth: depth,
            scan: ScanResult(
                findings: findings.map { StationCore.Finding(place: $0.place, detail: $0.detail) },
                searched: searched.map { SearchedPlace(place: $0.place, count: $0.count) }
            ),
            facts: StationFacts(version: version, kernel: kernel, template: template, remoteTraces: remoteTraces),
            confirmsRemote: remoteConfirmed,
            digest: digest,
            previous: previous
        )
    }
}
