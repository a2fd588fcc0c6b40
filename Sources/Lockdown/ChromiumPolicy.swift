import StationCore

/// What Chromium lets an inmate do, as its managed policies say it.
///
/// Names and meanings: <https://chromeenterprise.google/policies/>; the form of addresses in the two lists:
/// <https://support.google.com/chrome/a/answer/9942583>.
public struct ChromiumPolicy: Hashable, Sendable {
    let values: [String: PolicyValue]

    public init(
        _ client: Configuration.Client,
        trusting authorities: Authorities = .none,
        over own: OwnPolicies = .none
    ) {
        let trust: [String: PolicyValue] =
            authorities.certificates.isEmpty ? [:] : ["CACertificates": .texts(authorities.certificates)]
        values = own.under(
            Self.always.merging(Self.addresses(client)) { _, own in own }
                .merging(Self.media(MediaGrant(client))) { _, own in own }
                .merging(trust) { _, own in own }
        )
    }

    /// The file's text.
    ///
    /// - Throws: `EncodingError`.
    public func json() throws -> String { try PolicyValue.table(values).json() }

    private static func addresses(_ client: Configuration.Client) -> [String: PolicyValue] {
        // Everything is blocked, chrome://, file:, view-source:, devtools: and programs' own protocols with it; an
        // address that is allowed wins over that.
        let allowed = client.addresses.isEmpty ? ["http://*", "https://*"] : client.addresses.map(filter)
        return ["URLBlocklist": ["*"], "URLAllowlist": .texts(allowed)]
    }

    /// A host stands for those below it as well, unless a dot is before it.
    private static func filter(_ pattern: AddressPattern) -> String {
        let host = (pattern.coversSubdomains ? "" : ".") + pattern.host
        return "\(pattern.schemeName)://\(host):\(pattern.portNumber)" + (pattern.path == "/" ? "" : pattern.path)
    }

    private static func media(_ grant: MediaGrant) -> [String: PolicyValue] {
        guard case .only(let addresses) = grant else { return [:] }
        let origins = PolicyValue.texts(
            addresses.map { "\($0.schemeName)://\($0.coversSubdomains ? "[*.]" : "")\($0.host):\($0.portNumber)" }
        )
        let insecure = addresses.filter(\.isInsecure)
        return [
            "VideoCaptureAllowed": false, "VideoCaptureAllowedUrls": origins,
            "AudioCaptureAllowed": false, "AudioCaptureAllowedUrls": origins,
            "OverrideSecurityRestrictionsOnInsecureOrigin": .texts(
                insecure.map { $0.coversSubdomains ? "*.\($0.host)" : $0.origin }
            ),
        ]
    }
}
