import Crypto
import FoundationEssentials

/// SHA-256 as this project writes it: lower-case hexadecimal.
enum Digest {
    private static let digits = Array("0123456789abcdef".utf8)

    static func sha256(of data: some DataProtocol) -> String {
        let digest = SHA256.hash(data: data)
        return String(unsafeUninitializedCapacity: SHA256.byteCount * 2) { text in
            for (index, byte) in digest.enumerated() {
                text[index * 2] = digits[Int(byte >> 4)]
                text[index * 2 + 1] = digits[Int(byte & 15)]
            }
            return SHA256.byteCount * 2
        }
    }
}
