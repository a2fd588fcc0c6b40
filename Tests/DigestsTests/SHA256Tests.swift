import Digests
import Testing

/// Against the examples of the standards.
struct SHA256Tests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test(arguments: [
        // FIPS 180-4's examples (NIST, "Examples with intermediate values", SHA-256).
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func digestsAreTheStandards(text: String, expected: String) {
        #expect(SHA256.digest(of: bytes(text).span.bytes).hexadecimal == expected)
    }

    @Test func piecesGiveWhatTheWholeGives() {
        let whole = [UInt8](repeating: 7, count: 100_000)
        let hash = SHA256()
        for start in stride(from: 0, to: whole.count, by: 777) {
            hash.update(Array(whole[start..<min(start + 777, whole.count)]).span.bytes)
        }
        #expect(hash.finalize() == SHA256.digest(of: whole.span.bytes))
    }

    @Test(arguments: [
        // RFC 4231, test cases 2 and 6: a short key, and one longer than a block.
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func authenticationIsTheStandards(key: [UInt8], text: String, expected: String) {
        #expect(SHA256.authentication(of: bytes(text).span.bytes, key: key.span.bytes).hexadecimal == expected)
    }

    @Test func anEmptyKeyAndMessageAreTaken() {
        let nothing: [UInt8] = []
        #expect(
            SHA256.authentication(of: nothing.span.bytes, key: nothing.span.bytes).hexadecimal
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
        )
    }
}
