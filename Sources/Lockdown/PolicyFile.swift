import StationCore

/// A browser's policies, and where it looks for them.
public enum PolicyFile: CaseIterable, Sendable {
    case chromium, firefox

    public init(_ browser: Configuration.Browser) {
        switch browser {
        case .chromium: self = .chromium
        case .firefox: self = .firefox
        }
    }

    /// The folder of its own that it is written to, below ours.
    public var folder: String {
        switch self {
        case .chromium: "chromium"
        case .firefox: "firefox"
        }
    }

    public var name: String {
        switch self {
        case .chromium: "vcd.json"
        case .firefox: "policies.json"
        }
    }

    /// The folder that Debian's build of the browser reads: of chromium all files, of firefox-esr the one
    /// (`MOZ_SYSTEM_POLICIES` in its EnterprisePoliciesParent).
    public var place: String {
        switch self {
        case .chromium: "/etc/chromium/policies/managed"
        case .firefox: "/etc/firefox/policies"
        }
    }

    /// Which of the names in its folder are files of policies.
    public func isOwn(_ name: String) -> Bool {
        switch self {
        case .chromium: name.hasSuffix(".json")
        case .firefox: name == self.name
        }
    }

    /// Name and text of each file that goes into the folder.
    ///
    /// - Throws: `EncodingError`.
    public func files(
        _ client: Configuration.Client,
        trusting authorities: Authorities,
        over own: OwnPolicies
    ) throws -> [(name: String, text: String)] {
        switch self {
        case .chromium: [(name, try ChromiumPolicy(client, trusting: authorities, over: own).json())]
        case .firefox:
            authorities.certificates.enumerated().map { (FirefoxPolicy.authorityName($0), Authorities.pem($1)) }
                + [(name, try FirefoxPolicy(client, trusting: authorities, over: own).json())]
        }
    }
}
