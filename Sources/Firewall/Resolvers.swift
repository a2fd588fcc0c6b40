import Glibc

/// The name servers that the PC asks (resolv.conf(5)), as libc reads them: a line that it skips names none, be it
/// mistyped, indented or ended by a carriage return.
public struct Resolvers: Hashable, Sendable {
    /// IPv4 addresses.
    public let four: [String]
    /// IPv6 addresses, without an interface.
    public let six: [String]

    public var count: Int { four.count + six.count }

    /// - Parameter text: of `/etc/resolv.conf`. What names no address is left out.
    public init(resolvConf text: some StringProtocol) {
        let addresses = text.utf8.split(separator: UInt8(ascii: "\n")).compactMap { Self.address(Array($0)) }
        four = addresses.compactMap(Self.four)
        six = addresses.compactMap(Self.six)
    }

    private static let keyword = Array("nameserver".utf8)
    private static let blanks = Array(" \t".utf8)

    private static func address(_ line: [UInt8]) -> String? {
        let rest = line.dropFirst(keyword.count)
        guard line.starts(with: keyword), let first = rest.first, blanks.contains(first) else { return nil }
        let word = rest.drop(while: blanks.contains).prefix { !blanks.contains($0) }
        return String(decoding: word, as: UTF8.self)
    }

    /// Of an address with fewer than four numbers libc makes one that nobody meant: such a line names none here.
    private static func four(_ text: String) -> String? {
        var room = in_addr()
        return inet_pton(AF_INET, text, &room) == 1 ? text : nil
    }

    private static func six(_ text: String) -> String? {
        let address = String(text.prefix { $0 != "%" })
        var room = in6_addr()
        return inet_pton(AF_INET6, address, &room) == 1 ? address : nil
    }
}
