import CLibcrypto

/// SHA-256 by libcrypto (FIPS 180-4; EVP_DigestInit(3)), of bytes that come piece by piece.
///
/// libcrypto computes in memory and refuses nothing that is asked here; should it have no SHA-256 at all, no receipt
/// could be trusted, and the process ends.
public final class SHA256 {
    private let context: OpaquePointer

    public init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("libcrypto computes no SHA-256")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    public func update(_ bytes: RawSpan) {
        let isDone = bytes.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) == 1 }
        precondition(isDone, "libcrypto computes no SHA-256")
    }

    /// Ends it: nothing more can be added.
    public func finalize() -> Digest {
        Digest { EVP_DigestFinal_ex(context, $0, nil) == 1 }
    }

    /// The digest of what is there whole.
    public static func digest(of bytes: RawSpan) -> Digest {
        let hash = SHA256()
        hash.update(bytes)
        return hash.finalize()
    }

    /// HMAC with SHA-256 (RFC 2104; HMAC(3)).
    public static func authentication(of message: RawSpan, key: RawSpan) -> Digest {
        Digest { result in
            key.withUnsafeBytes { key in
                message.withUnsafeBytes { message in
                    HMAC(
                        EVP_sha256(),
                        key.baseAddress,
                        CInt(key.count),
                        message.baseAddress?.assumingMemoryBound(to: UInt8.self),
                        message.count,
                        result,
                        nil
                    ) != nil
                }
            }
        }
    }
}

/// The 32 bytes that SHA-256 gives.
public struct Digest: Hashable, Sendable {
    /// In bytes.
    public static let size = 32

    public let bytes: [UInt8]

    fileprivate init(_ fill: (UnsafeMutablePointer<UInt8>?) -> Bool) {
        bytes = [UInt8](unsafeUninitializedCapacity: Self.size) { buffer, count in
            precondition(fill(buffer.baseAddress), "libcrypto computes no SHA-256")
            count = Self.size
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// As this project writes digests: lower-case hexadecimal.
    public var hexadecimal: String {
        String(unsafeUninitializedCapacity: Self.size * 2) { text in
            for (index, byte) in bytes.enumerated() {
                text[index * 2] = Self.digits[Int(byte >> 4)]
                text[index * 2 + 1] = Self.digits[Int(byte & 15)]
            }
            return Self.size * 2
        }
    }
}
