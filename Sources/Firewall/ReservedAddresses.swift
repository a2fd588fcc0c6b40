/// The networks that lead to the PC itself or to its surroundings, or nowhere: IANA's special-purpose registries
/// (RFC 6890) without what is on the internet.
enum ReservedAddresses {
    /// "This network", private, shared by providers, loopback, link-local, protocols, documentation, 6to4 relays,
    /// benchmarks, multicast, and the rest with the broadcast address.
    static let four = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    ]

    /// Where IPv6's internet is: what has been given out of it (RFC 4291, 2.4), and that of IPv4 behind a translator
    /// (RFC 6052, 2.1). All else is loopback, link-local, unique local, multicast or nobody's.
    static let internet = ["2000::/3", "\(translated)::/96"]

    /// What is within ``internet`` and is not on it: protocols with Teredo and ORCHID, documentation, 6to4, and IPv4's
    /// own reserved networks behind a translator.
    static let six = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"] + four.compactMap(behindTranslator)

    private static let translated = "64:ff9b"

    /// In hexadecimal digits: nft knows no others in an IPv6 address.
    private static func behindTranslator(_ network: String) -> String? {
        let parts = network.split { $0 == "." || $0 == "/" }.compactMap { Int($0) }
        guard parts.count == 5 else { return nil }
        let groups = [parts[0] << 8 | parts[1], parts[2] << 8 | parts[3]].map { String($0, radix: 16) }
        return "\(translated)::\(groups.joined(separator: ":"))/\(parts[4] + 96)"
    }
}
