import Crypto
import FoundationEssentials

/// SHA-256 as this project writes it: lower-case hexadecimal.
enum Digest {
    static func sha256(of data: Data) -> String {
        SHA256.hash(data: data).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
