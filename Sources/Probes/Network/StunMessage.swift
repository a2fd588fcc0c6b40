/// A request for the address that a STUN server sees (RFC 8489, section 5).
struct StunRequest: Hashable {
    /// 96 random bits, by which an answer is known.
    typealias Transaction = [UInt8]

    static let cookie: [UInt8] = [0x21, 0x12, 0xa4, 0x42]
    static let headerSize = 20

    let transaction: Transaction

    init() { transaction = (0..<12).map { _ in UInt8.random(in: .min ... .max) } }

    /// A Binding request without attributes.
    var bytes: [UInt8] { [0x00, 0x01, 0x00, 0x00] + Self.cookie + transaction }
}

/// A server's answer.
struct StunResponse: Hashable {
    enum Content: Hashable {
        case mapped(MappedAddress)
        /// Section 14.8.
        case error(code: Int)
    }

    /// What is no answer in the sense of RFC 8489.
    enum Malformed: Error, Hashable {
        case tooShort, notSTUN, wrongLength, notAnAnswer
        case brokenAttribute(UInt16)
        /// Section 6.3.1: an answer with what must be understood, and isn't, is dropped.
        case unknownAttribute(UInt16)
        case withoutAddress
    }

    let transaction: StunRequest.Transaction
    let content: Content

    init(_ bytes: [UInt8]) throws(Malformed) {
        guard bytes.count >= StunRequest.headerSize else { throw .tooShort }
        guard bytes[0] & 0xc0 == 0, Array(bytes[4..<8]) == StunRequest.cookie else { throw .notSTUN }
        guard Int(bytes[2]) << 8 | Int(bytes[3]) == bytes.count - StunRequest.headerSize else { throw .wrongLength }
        transaction = Array(bytes[8..<20])
        let attributes = try StunAttribute.all(in: bytes[20...])
        switch (bytes[0], bytes[1]) {
        case (0x01, 0x01): content = .mapped(try Self.address(attributes, bytes[4..<20]))
        case (0x01, 0x11): content = .error(code: try Self.errorCode(attributes))
        default: throw .notAnAnswer
        }
    }

    private static func address(
        _ attributes: [StunAttribute],
        _ mask: ArraySlice<UInt8>
    ) throws(Malformed) -> MappedAddress {
        // The other one is what servers before RFC 5389 send; NATs were seen to rewrite it.
        if let attribute = attributes.first(where: { $0.kind == StunAttribute.xorMappedAddress }) {
            guard let address = MappedAddress(attribute.value, mask: mask) else {
                throw .brokenAttribute(attribute.kind)
            }
            return address
        }
        guard let attribute = attributes.first(where: { $0.kind == StunAttribute.mappedAddress }) else {
            throw .withoutAddress
        }
        guard let address = MappedAddress(attribute.value, mask: nil) else { throw .brokenAttribute(attribute.kind) }
        return address
    }

    private static func errorCode(_ attributes: [StunAttribute]) throws(Malformed) -> Int {
        guard let value = attributes.first(where: { $0.kind == StunAttribute.errorCode })?.value, value.count >= 4
        else { throw .brokenAttribute(StunAttribute.errorCode) }
        return Int(value[2] & 0x07) * 100 + Int(value[3])
    }
}
