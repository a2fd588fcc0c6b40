import StationCore

/// What Firefox lets an inmate do, as its policies say it.
///
/// Names and meanings: <https://mozilla.github.io/policy-templates/>. Its filter holds for pages and frames; it compares
/// addresses in small letters.
public struct FirefoxPolicy: Hashable, Sendable {
    let values: [String: PolicyValue]

    public init(
        _ client: Configuration.Client,
        trusting authorities: Authorities = .none,
        over own: OwnPolicies = .none
    ) {
        let grant = MediaGrant(client)
        let places = authorities.certificates.indices.map { "\(PolicyFile.firefox.place)/\(Self.authorityName($0))" }
        let trust: [String: PolicyValue] = places.isEmpty ? [:] : ["Certificates": ["Install": .texts(places)]]
        let visit = Self.always.merging(trust) { _, own in own }.merging(
            [
                "WebsiteFilter": Self.filter(client), "Permissions": Self.permissions(grant),
                "Preferences": .table(Self.preferences.merging(Self.insecure(grant)) { _, own in own }),
            ]
        ) { _, own in own }
        values = own.under(visit)
    }

    /// The file of one authority: of each file Firefox takes one certificate.
    static func authorityName(_ index: Int) -> String { "vcd-authority-\(index + 1).pem" }

    /// The file's text.
    ///
    /// - Throws: `EncodingError`.
    public func json() throws -> String { try PolicyValue.table(["policies": .table(values)]).json() }

    private static func filter(_ client: Configuration.Client) -> PolicyValue {
        let allowed = client.addresses.isEmpty ? ["*://*/*"] : client.addresses.map(match)
        return ["Block": ["<all_urls>"], "Exceptions": .texts(allowed)]
    }

    /// A match pattern; `*.` stands for the host itself as well. Such patterns know no ports: Firefox passes one with a port
    /// over, and so would block the page, while one without holds for all ports.
    private static func match(_ pattern: AddressPattern) -> String {
        let host = (pattern.coversSubdomains ? "*." : "") + pattern.host
        return "\(pattern.schemeName)://\(host)\(pattern.path)*"
    }

    private static func permissions(_ grant: MediaGrant) -> PolicyValue {
        let denied: PolicyValue = ["BlockNewRequests": true, "Locked": true]
        // An origin stands for those below it as well.
        let origins = PolicyValue.texts(grant.addresses.map(\.origin))
        let media: PolicyValue =
            grant == .asked ? [:] : ["Allow": origins, "BlockNewRequests": true, "Locked": true]
        return [
            "Camera": media, "Microphone": media, "Location": denied, "Notifications": denied,
            "VirtualReality": denied, "ScreenShare": denied,
            "Autoplay": ["Default": "allow-audio-video", "Locked": true],
        ]
    }

    private static func insecure(_ grant: MediaGrant) -> [String: PolicyValue] {
        let hosts = grant.addresses.filter(\.isInsecure).map(\.host)
        guard !hosts.isEmpty else { return [:] }
        return [
            "dom.securecontext.allowlist": .text(hosts.joined(separator: ",")),
            "media.devices.insecure.enabled": true, "media.getusermedia.insecure.enabled": true,
        ]
    }
}
