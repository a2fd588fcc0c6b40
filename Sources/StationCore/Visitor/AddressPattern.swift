/// Which addresses a call program may show: `https://HOST[:PORT][/PATH]`. A host that begins with `*.` stands for the
/// hosts below it and for the host itself; a path for all that begin with it.
public struct AddressPattern: Hashable, Sendable {
    public let text: String
    let scheme: CallAddress.Scheme
    /// Without the `*.`.
    public let host: String
    public let coversSubdomains: Bool
    public let port: UInt16
    /// Begins with a slash.
    public let path: String

    public static let allowed =
        "a list of addresses such as \"https://call.example\", \"https://*.call.example/rooms/\" or "
        + "\"http://10.1.2.3:8080\""

    public init?(_ text: String) {
        guard let slashes = text.firstIndex(of: "/"), text[slashes...].hasPrefix("//"),
            !text.contains(where: "?#".contains)
        else { return nil }
        let scheme = text[..<slashes]
        let place = text[slashes...].dropFirst(2)
        coversSubdomains = place.hasPrefix("*.")
        guard let address = CallAddress("\(scheme)//\(coversSubdomains ? place.dropFirst(2) : place)") else {
            return nil
        }
        self.text = text
        self.scheme = address.scheme
        host = address.host
        port = address.port
        path = address.path
    }

    /// `http` or `https`.
    public var schemeName: String { scheme.rawValue }
    /// Nil where it is the scheme's own.
    public var explicitPort: UInt16? { port == scheme.port ? nil : port }
    /// The origins that it covers are this one and, where ``coversSubdomains`` is set, those below it.
    public var origin: String { CallAddress.origin(scheme, host, port) }

    public func allows(_ address: CallAddress) -> Bool {
        let isHost = address.host == host || coversSubdomains && address.host.hasSuffix(".\(host)")
        return isHost && address.scheme == scheme && address.port == port && address.path.hasPrefix(path)
            && !Self.climbs(address.path)
    }

    /// A browser takes `..` out of a path before it asks, plain or encoded.
    private static func climbs(_ path: String) -> Bool {
        path.split(separator: "/").contains { part in
            let plain = part.lowercased().split(separator: "%2e", omittingEmptySubsequences: false).joined(
                separator: "."
            )
            return plain == ".." || plain == "."
        }
    }
}
