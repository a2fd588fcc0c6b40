/// The address of a call page, as a visit is told it. Where it leads is nobody else's business: it describes itself
/// without it.
public struct CallAddress: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The whole address, as it was given.
    public let text: String
    let scheme: Scheme
    /// In small letters; an IPv6 address in brackets.
    let host: String
    let port: UInt16
    /// From the first slash to the query; "/" where there is none.
    let path: String

    enum Scheme: String { case http, https }

    public static let longest = 2_048
    /// What is allowed, for messages.
    public static let allowed = "an address that begins with https:// (or http://), of at most \(longest) characters"

    /// - Returns: nil when the text is no plain web address. An address that programs could read in different ways, with a
    ///   user name, a backslash or a character beyond ASCII, is none.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.longest,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !Self.unclear.contains($0) }),
            let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://"),
            let scheme = Scheme(rawValue: text[..<colon].lowercased())
        else { return nil }
        let rest = text[colon...].dropFirst(3)
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        guard let place = HostAndPort(rest[..<end], scheme: scheme) else { return nil }
        let path = rest[end...].prefix { $0 != "?" && $0 != "#" }
        self.text = text
        self.scheme = scheme
        host = place.host
        port = place.port
        self.path = path.isEmpty ? "/" : String(path)
    }

    /// `scheme://host:port`, without the port where it is the scheme's own.
    public var origin: String { Self.origin(scheme, host, port) }

    public var description: String { "<address of a call>" }
    public var customMirror: Mirror { Mirror(self, children: []) }

    private static let unclear = Set("\\\"'<>^`{|}".utf8)

    static func origin(_ scheme: Scheme, _ host: String, _ port: UInt16) -> String {
        "\(scheme.rawValue)://\(host)" + (port == scheme.port ? "" : ":\(port)")
    }
}

extension CallAddress.Scheme {
    var port: UInt16 {
        switch self {
        case .http: 80
        case .https: 443
        }
    }
}

/// The part of an address that names a machine.
struct HostAndPort {
    let host: String
    let port: UInt16

    init?(_ text: Substring, scheme: CallAddress.Scheme) {
        let isBracketed = text.hasPrefix("[")
        let hostEnd =
            isBracketed
            ? text.firstIndex(of: "]").map(text.index(after:)) : text.firstIndex(of: ":") ?? text.endIndex
        guard let hostEnd else { return nil }
        let host = text[..<hostEnd].lowercased()
        guard isBracketed ? Self.isBracketedAddress(host) : Self.isName(host) else { return nil }
        self.host = host
        if hostEnd == text.endIndex {
            port = scheme.port
        } else {
            guard text[hostEnd] == ":", let port = UInt16(text[text.index(after: hostEnd)...]), port > 0 else {
                return nil
            }
            self.port = port
        }
    }

    /// Letters, digits, hyphens and single dots between them.
    static func isName(_ host: String) -> Bool {
        host.utf8.count <= 253
            && host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                (1...63).contains(label.utf8.count)
                    && label.utf8.allSatisfy { $0 == UInt8(ascii: "-") || Self.isLetterOrDigit($0) }
                    && !label.hasPrefix("-") && !label.hasSuffix("-")
            }
    }

    private static func isBracketedAddress(_ host: String) -> Bool {
        host.utf8.count > 4
            && host.dropFirst().dropLast().utf8.allSatisfy {
                $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") || Self.isLetterOrDigit($0)
            }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
