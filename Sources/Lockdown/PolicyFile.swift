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

    /// - Throws: `EncodingError`.
    public func text(_ client: Configuration.Client) throws -> String {
        switch self {
        case .chromium: try ChromiumPolicy(client).json()
        case .firefox: try FirefoxPolicy(client).json()
        }
    }
}
