/// An attribute of a STUN message (RFC 8489, section 14).
struct StunAttribute: Hashable {
    static let mappedAddress: UInt16 = 0x0001
    static let errorCode: UInt16 = 0x0009
    static let xorMappedAddress: UInt16 = 0x0020

    /// What is defined where an attribute must be understood: up to 0x000b by RFC 3489 too, whose servers still answer.
    private static let known: Set<UInt16> = Set(0x0001...0x000b)
        .union([0x0014, 0x0015, 0x001c, 0x001d, 0x001e, xorMappedAddress])

    let kind: UInt16
    let value: [UInt8]

    static func all(in body: ArraySlice<UInt8>) throws(StunResponse.Malformed) -> [StunAttribute] {
        guard body.count % 4 == 0 else { throw .wrongLength }
        var rest = body
        var attributes: [StunAttribute] = []
        while !rest.isEmpty {
            let head = Array(rest.prefix(4))
            let kind = UInt16(head[0]) << 8 | UInt16(head[1])
            let length = Int(head[2]) << 8 | Int(head[3])
            let padded = (length + 3) / 4 * 4
            guard rest.count >= 4 + padded else { throw .brokenAttribute(kind) }
            guard kind >= 0x8000 || known.contains(kind) else { throw .unknownAttribute(kind) }
            attributes.append(StunAttribute(kind: kind, value: Array(rest.dropFirst(4).prefix(length))))
            rest = rest.dropFirst(4 + padded)
        }
        return attributes
    }
}

/// The address that a server sees requests come from (RFC 8489, sections 14.1 and 14.2).
struct MappedAddress: Hashable {
    enum Family: Hashable, Sendable {
        case ipv4, ipv6

        var name: String {
            switch self {
            case .ipv4: "IPv4"
            case .ipv6: "IPv6"
            }
        }
    }

    let family: Family
    let port: UInt16
    let bytes: [UInt8]

    /// - Parameter mask: the magic cookie and the transaction, where the value is XORed with them.
    init?(_ value: [UInt8], mask: ArraySlice<UInt8>?) {
        guard value.count >= 4 else { return nil }
        let mask = mask.map(Array.init) ?? [UInt8](repeating: 0, count: 16)
        switch (value[1], value.count) {
        case (0x01, 8): family = .ipv4
        case (0x02, 20): family = .ipv6
        default: return nil
        }
        port = UInt16(value[2] ^ mask[0]) << 8 | UInt16(value[3] ^ mask[1])
        bytes = zip(value[4...], mask).map { $0 ^ $1 }
    }
}
