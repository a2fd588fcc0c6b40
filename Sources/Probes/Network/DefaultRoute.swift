import Glibc

/// A way to everywhere.
struct DefaultRoute: Hashable, Sendable {
    var interface: String
    var metric: Int
    /// The router's address; nil where the link needs none.
    var gateway: String?

    /// RTF_UP, and RTF_REJECT of routes that lead nowhere (linux/route.h).
    private static let up = 0x1
    private static let reject = 0x200

    /// From /proc/net/route (proc_net(5)).
    static func ipv4(_ text: String) -> [DefaultRoute] {
        text.split(separator: "\n").compactMap { line in
            let fields = line.split(whereSeparator: \.isWhitespace)
            guard fields.count > 7, fields[1] == "00000000", fields[7] == "00000000",
                let flags = Int(fields[3], radix: 16), flags & up != 0, flags & reject == 0,
                let metric = Int(fields[6]), let gateway = UInt32(fields[2], radix: 16)
            else { return nil }
            // Printed as a number of this processor, whose bytes in memory are those of the network.
            let bytes = withUnsafeBytes(of: gateway) { Array($0) }
            return DefaultRoute(interface: String(fields[0]), metric: metric, gateway: text4(bytes))
        }
    }

    /// From /proc/net/ipv6_route (net/ipv6/route.c, rt6_info_route).
    static func ipv6(_ text: String) -> [DefaultRoute] {
        text.split(separator: "\n").compactMap { line in
            let fields = line.split(whereSeparator: \.isWhitespace)
            guard fields.count > 9, fields[0].allSatisfy({ $0 == "0" }), fields[1] == "00",
                let flags = Int(fields[8], radix: 16), flags & up != 0, flags & reject == 0,
                let metric = Int(fields[5], radix: 16)
            else { return nil }
            return DefaultRoute(interface: String(fields[9]), metric: metric, gateway: text6(fields[4]))
        }
    }

    private static func text4(_ bytes: [UInt8]) -> String? {
        bytes.allSatisfy { $0 == 0 } ? nil : bytes.map { String($0) }.joined(separator: ".")
    }

    private static func text6(_ digits: Substring) -> String? {
        let bytes = stride(from: 0, to: digits.count, by: 2)
            .compactMap { UInt8(digits.dropFirst($0).prefix(2), radix: 16) }
        guard bytes.count == 16, !bytes.allSatisfy({ $0 == 0 }) else { return nil }
        return text(AF_INET6, bytes)
    }

    /// An address as it is written (inet_ntop(3)).
    static func text(_ family: Int32, _ bytes: [UInt8]) -> String? {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
