import Glibc

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
        var address = in_addr()
        return inet_pton(AF_INET, text, &address) == 1
    }

    /// As libc reads it: one mistyped line is no reason for nft to refuse the whole table.
    private static func isSix(_ text: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET6, text, &address) == 1
    }
}
