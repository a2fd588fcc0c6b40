import Testing

@testable import Probes

/// Messages of RFC 8489, and what is none.
struct StunMessageTests {
    private static let transaction: [UInt8] = [
        0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae,
    ]

    private func message(
        _ type: [UInt8],
        _ body: [UInt8],
        length: Int? = nil,
        cookie: [UInt8] = StunRequest.cookie
    ) -> [UInt8] {
        let length = length ?? body.count
        return type + [UInt8(length >> 8), UInt8(length & 0xff)] + cookie + Self.transaction + body
    }

    private func expect(_ malformed: StunResponse.Malformed, _ bytes: [UInt8], line: Int = #line) {
        #expect(throws: malformed, "line \(line)") { try StunResponse(bytes) }
    }

    /// 192.0.2.1, port 32853: the address of RFC 5769, section 2.2.
    private static let ipv4: [UInt8] = [
        0x00, 0x20, 0x00, 0x08, 0x00, 0x01, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43,
    ]

    @Test func aRequestIsABindingWithItsOwnTransaction() {
        let request = StunRequest()
        #expect(request.bytes.prefix(8) == [0x00, 0x01, 0x00, 0x00, 0x21, 0x12, 0xa4, 0x42])
        #expect(Array(request.bytes.dropFirst(8)) == request.transaction)
        #expect(request.bytes.count == 20)
        #expect(StunRequest().transaction != request.transaction)
    }

    @Test func theAddressOfRFC5769IsRead() throws {
        // With SOFTWARE before it, whose 11 bytes are padded.
        let software: [UInt8] = [0x80, 0x22, 0x00, 0x0b] + Array("test vector".utf8) + [0x20]
        let response = try StunResponse(message(software + Self.ipv4))
        #expect(response.transaction == Self.transaction)
        guard case .mapped(let address) = response.content else { throw NoAddress() }
        #expect(address.family == .ipv4)
        #expect(address.port == 32853)
        #expect(address.bytes == [192, 0, 2, 1])
    }

    private struct NoAddress: Error {}

    @Test func theIPv6AddressOfRFC5769IsRead() throws {
        let attribute: [UInt8] = [
            0x00, 0x20, 0x00, 0x14, 0x00, 0x02, 0xa1, 0x47, 0x01, 0x13, 0xa9, 0xfa, 0xa5, 0xd3, 0xf1, 0x79, 0xbc, 0x25,
            0xf4, 0xb5, 0xbe, 0xd2, 0xb9, 0xd9,
        ]
        guard case .mapped(let address) = try StunResponse(message(attribute)).content else { throw NoAddress() }
        #expect(address.family == .ipv6)
        #expect(address.port == 32853)
        #expect(
            address.bytes == [
                0x20, 0x01, 0x0d, 0xb8, 0x12, 0x34, 0x56, 0x78, 0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
            ]
        )
    }

    @Test func aPlainAddressIsReadWhereThereIsNoOther() throws {
        let plain: [UInt8] = [0x00, 0x01, 0x00, 0x08, 0x00, 0x01, 0x1f, 0x90, 10, 0, 0, 7]
        guard case .mapped(let only) = try StunResponse(message(plain)).content else { throw NoAddress() }
        #expect(only.bytes == [10, 0, 0, 7] && only.port == 8080)
        guard case .mapped(let both) = try StunResponse(message(plain + Self.ipv4)).content else { throw NoAddress() }
        #expect(both.bytes == [192, 0, 2, 1])
    }

    @Test func anErrorHasItsCode() throws {
        let response = try StunResponse(message([0x01, 0x11], [0x00, 0x09, 0x00, 0x05, 0, 0, 4, 20, 0x3f, 0, 0, 0]))
        #expect(response.content == .error(code: 420))
        expect(.brokenAttribute(9), message([0x01, 0x11], [0x00, 0x09, 0x00, 0x02, 0, 0, 0, 0]))
        expect(.brokenAttribute(9), message([0x01, 0x11], []))
    }

    @Test func whatIsNoAnswerIsDropped() {
        expect(.tooShort, [])
        expect(.tooShort, Array(message(Self.ipv4).prefix(19)))
        expect(.notSTUN, message(Self.ipv4, cookie: [0x21, 0x12, 0xa4, 0x43]))
        expect(.notSTUN, message([0x80, 0x01], Self.ipv4))
        expect(.notAnAnswer, message([0x00, 0x01], []))
        expect(.notAnAnswer, message([0x01, 0x02], Self.ipv4))
        expect(.wrongLength, message(Self.ipv4, length: 8))
        expect(.wrongLength, message(Self.ipv4, length: 16))
        expect(.wrongLength, message([0x80, 0x22, 0x00]))
        expect(.withoutAddress, message([]))
    }

    @Test func brokenAttributesAreDropped() {
        // Longer than the message; of a length that no family has; of no family.
        expect(.brokenAttribute(0x20), message([0x00, 0x20, 0x00, 0x08, 0x00, 0x01, 0xa1, 0x47]))
        expect(.brokenAttribute(0x20), message([0x00, 0x20, 0xff, 0xff, 0x00, 0x01, 0xa1, 0x47]))
        expect(.brokenAttribute(0x20), message([0x00, 0x20, 0x00, 0x04, 0x00, 0x01, 0xa1, 0x47]))
        expect(.brokenAttribute(0x20), message([0x00, 0x20, 0x00, 0x08, 0x00, 0x03, 0xa1, 0x47, 1, 2, 3, 4]))
        expect(.brokenAttribute(1), message([0x00, 0x01, 0x00, 0x00]))
        // One byte short of its padding.
        expect(.brokenAttribute(0x8022), message([0x80, 0x22, 0x00, 0x05, 1, 2, 3, 4]))
        expect(.unknownAttribute(0x7fff), message([0x7f, 0xff, 0x00, 0x00] + Self.ipv4))
    }
}

extension StunMessageTests {
    private func message(_ body: [UInt8], length: Int? = nil, cookie: [UInt8] = StunRequest.cookie) -> [UInt8] {
        message([0x01, 0x01], body, length: length, cookie: cookie)
    }
}
