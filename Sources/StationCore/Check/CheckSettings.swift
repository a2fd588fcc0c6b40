/// How the parts of the station should be: what the probes need of the configuration.
public struct CheckSettings: Hashable, Sendable, Codable {
    /// The call program and its arguments.
    public var command: [String]
    /// What tells the call program's version; empty for nothing.
    public var versionCommand: [String]
    /// The browser that the call program is; nil for another program.
    public var browser: Configuration.Browser?
    public var display: Configuration.Display
    /// How much a visit can write to its home, in bytes.
    public var homeSize: Int64
    public var camera: Configuration.Camera
    public var sound: Configuration.Sound
    public var network: Configuration.Network
    /// The name of the schedule's time zone.
    public var zone: String
    /// Whether visits are held by a clock that has to be synchronised.
    public var needsClock: Bool
    public var checks: Configuration.Checks
    /// The folder that the ledger is in.
    public var state: String

    public init(_ configuration: Configuration, state: String) {
        command = configuration.client.command
        versionCommand = configuration.client.version
        browser = configuration.client.browser
        display = configuration.client.display
        homeSize = configuration.home.size
        camera = configuration.camera
        sound = configuration.sound
        network = configuration.network
        zone = configuration.schedule.zone.name
        needsClock = configuration.schedule.isEnforced && !configuration.schedule.trustsClock
        checks = configuration.checks
        self.state = state
    }
}
