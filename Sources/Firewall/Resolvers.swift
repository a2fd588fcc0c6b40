/// The name servers that the PC asks (resolv.conf(5)).
public struct Resolvers: Hashable, Sendable {
    /// IPv4 addresses.
    public let four: [String]
    /// IPv6 addresses, without an interface.
    public let six: [String]

    /// - Parameter text: of `/etc/resolv.conf`. What names no address is left out.
    public init(resolvConf text: some StringProtocol) {
        let addresses = text.split(whereSeparator: \.isNewline).compactMap { line -> String? in
            let words = line.split { $0 == " " || $0 == "\t" }
            guard words.count >= 2, words[0] == "nameserver" else { return nil }
            return String(words[1].prefix { $0 != "%" })
        }
        four = addresses.filter { Self.isFour($0) }
        six = addresses.filter { Self.isSix($0) }
    }

    private static func isFour(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil && $0.first != "+" }
    }

    /// Enough to hold nothing else than an address, in the digits that nft knows.
    private static func isSix(_ text: String) -> Bool {
        text.contains(":") && text.utf8.count <= 45 && text.allSatisfy { $0.isHexDigit || $0 == ":" }
    }
}
