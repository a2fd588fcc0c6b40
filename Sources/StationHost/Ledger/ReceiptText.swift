import Crypto
import FoundationEssentials
import StationCore

/// The text that a receipt's digest is taken of: the receipt without its digest as JSON, keys in the order of their
/// names, no blanks, times in milliseconds since 1970. An auditor can make it again from `vcctl --json receipts`.
enum ReceiptText {
    private struct Text: Encodable {
        let receipt: Receipt

        private enum CodingKeys: String, CodingKey {
            case clean, findings, finishedAt, id, milliseconds, previous, startedAt, visit
        }

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(receipt.isClean, forKey: .clean)
            try fields.encode(receipt.findings.map(FindingText.init), forKey: .findings)
            try fields.encode(receipt.finishedAt.milliseconds, forKey: .finishedAt)
            try fields.encode(receipt.id.number, forKey: .id)
            try fields.encode(receipt.milliseconds, forKey: .milliseconds)
            try fields.encode(receipt.previous, forKey: .previous)
            try fields.encode(receipt.startedAt.milliseconds, forKey: .startedAt)
            try fields.encode(receipt.visit?.number, forKey: .visit)
        }
    }

    private struct FindingText: Codable {
        let detail: String
        let place: String

        init(_ finding: Finding) {
            detail = finding.detail
            place = finding.place
        }
    }

    static func digest(of receipt: Receipt) -> String {
        SHA256.hash(data: encode(Text(receipt: receipt))).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    static func json(of findings: [Finding]) -> String {
        String(decoding: encode(findings.map(FindingText.init)), as: UTF8.self)
    }

    static func findings(fromJSON text: String) throws -> [Finding] {
        try JSONDecoder().decode([FindingText].self, from: Data(text.utf8))
            .map { Finding(place: $0.place, detail: $0.detail) }
    }

    private static func encode<Value: Encodable>(_ value: Value) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings and integers alone: they can always be encoded.
        return (try? encoder.encode(value)) ?? Data()
    }
}

extension Receipt {
    /// Gives a draft its number, its place in the chain and its digest.
    init(sealing draft: ReceiptDraft, id: ReceiptID, previous: String) {
        func receipt(_ digest: String) -> Receipt {
            Receipt(
                id: id,
                visit: draft.visit,
                startedAt: draft.startedAt.wall,
                finishedAt: draft.finishedAt.wall,
                milliseconds: draft.milliseconds,
                findings: draft.findings,
                digest: digest,
                previous: previous
            )
        }
        self = receipt(ReceiptText.digest(of: receipt("")))
    }
}
