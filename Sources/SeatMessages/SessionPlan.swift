import StationCore

/// What the seat needs of the configuration to make the session that a visit's program runs in.
public struct SessionPlan: Codable, Sendable {
    /// Program and arguments of the client, ``homeMark`` in them standing for the home.
    public var command: [String]
    public var display: Configuration.Display
    public var services: [Configuration.SessionService]
    public var environment: [String: String]
    public var folders: [String]
    public var closeSignal: Configuration.CloseSignal
    public var browser: Configuration.Browser?
    /// The page that the visit begins with, where it has none of its own.
    public var address: String?
    /// Nil where the visitor is told nothing.
    public var notices: NoticeOrder?

    public static let homeMark = "{home}"

    public init(_ configuration: Configuration) {
        let client = configuration.client
        command = client.command
        display = client.display
        services = client.services
        environment = client.environment
        folders = client.folders
        closeSignal = client.closeSignal
        browser = client.browser
        address = client.address?.text
        notices = NoticeOrder(configuration)
    }

    /// Notices go over the session's bus, and PipeWire's parts talk to each other on it.
    public var needsBus: Bool { !services.isEmpty || notices != nil }
    public var needsPipeWire: Bool { services.contains(.pipewire) }
}
