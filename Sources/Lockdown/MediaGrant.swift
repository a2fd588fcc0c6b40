import StationCore

/// Where a page gets camera and microphone.
enum MediaGrant: Hashable, Sendable {
    /// At these addresses unasked, and nowhere else.
    case only([AddressPattern])
    /// Wherever the inmate says yes: the configuration names no address at all.
    case asked

    init(_ client: Configuration.Client) {
        let named = client.mediaAddresses.isEmpty ? client.addresses : client.mediaAddresses
        if !named.isEmpty {
            self = .only(named)
        } else if let own = client.address.flatMap({ AddressPattern($0.origin) }) {
            self = .only([own])
        } else {
            self = .asked
        }
    }

    var addresses: [AddressPattern] {
        switch self {
        case .only(let addresses): addresses
        case .asked: []
        }
    }
}

extension AddressPattern {
    /// Whether browsers give no camera there by themselves: they do over an encrypted connection, and to the PC itself.
    var isInsecure: Bool { schemeName == "http" && host != "localhost" && !host.hasPrefix("127.") && host != "[::1]" }

    /// Always with a number: browsers' patterns take one without for any port.
    var portNumber: UInt16 { explicitPort ?? (schemeName == "https" ? 443 : 80) }
}
