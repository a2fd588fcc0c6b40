import CLinux
import UnitMessages

/// Finds a seed's tokens in a stream of bytes, as text and as UTF-16, also across the joints of its pieces.
struct TokenScanner {
    private struct Needle {
        let bytes: [UInt8]
        /// Bytes a character.
        let width: Int
    }

    private static let ownerDigits = 2

    private let needles: [Needle]
    private let longest: Int
    private var tail: [UInt8] = []
    private(set) var owners: Set<DrillSeed.Owner> = []

    init(_ seed: DrillSeed) {
        let secret = seed.secret
        needles = [Needle(bytes: secret, width: 1), Needle(bytes: secret.flatMap { [$0, 0] }, width: 2)]
        longest = (secret.count + Self.ownerDigits) * 2
    }

    /// Takes the next piece.
    mutating func take(_ piece: UnsafeRawBufferPointer) {
        let keep = longest - 1
        if !tail.isEmpty { (tail + piece.prefix(keep)).withUnsafeBytes { look(in: $0, isLast: false) } }
        look(in: piece, isLast: false)
        // What may begin in here and end in the next piece.
        tail = piece.count >= keep ? Array(piece.suffix(keep)) : Array((tail + piece).suffix(keep))
    }

    /// Ends the stream: what began in its last bytes can't go on any more.
    mutating func finish() {
        tail.withUnsafeBytes { look(in: $0, isLast: true) }
        tail = []
    }

    /// Whether a text, such as a file's name, holds a token.
    static func owners(in text: String, of seed: DrillSeed) -> Set<DrillSeed.Owner> {
        var scanner = TokenScanner(seed)
        var text = text
        text.withUTF8 { scanner.take(UnsafeRawBufferPointer($0)) }
        scanner.finish()
        return scanner.owners
    }

    /// - Parameter isLast: whether a secret without the digits behind it is all there is of a token.
    private mutating func look(in bytes: UnsafeRawBufferPointer, isLast: Bool) {
        for needle in needles {
            var start = 0
            while true {
                let found = vcd_find(
                    bytes.baseAddress.map { $0 + start },
                    bytes.count - start,
                    needle.bytes,
                    needle.bytes.count
                )
                guard found >= 0 else { break }
                start += Int(found) + needle.bytes.count
                let last = start + (Self.ownerDigits - 1) * needle.width
                if last < bytes.count {
                    owners.insert(DrillSeed.owner(of: [bytes[start], bytes[last]]))
                } else if isLast {
                    owners.insert(.nobody)
                }
            }
        }
    }
}
