/// The station's configuration, as `/etc/vcd/vcd.toml` and its drop-ins give it. Decoding is StationHost's.
public struct Configuration: Hashable, Sendable {
    public var client: Client
    public var visit = Visit()
    public var home = Home()
    /// Nil where the table is absent.
    public var access: Access?
    public var checks = Checks()
    public var shutdown = Shutdown()
    public var drill = Drill()

    public init(client: Client) { self.client = client }

    public struct Client: Hashable, Sendable {
        /// Program and arguments; the program is an absolute path or found on `PATH`.
        public var command: [String]
        /// How long the client has to end after SIGTERM, before everything is killed.
        public var closeGrace: Duration = .seconds(2)
        /// The pristine home that each visit starts from; nil for an empty one.
        public var template: String?
        public var display: Display = .none
        /// The account the client runs under when vcd runs as root.
        public var user = "nobody"
        /// What the client leaves elsewhere and no wipe here reaches, such as a linked device; each in a few words.
        public var remoteTraces: [String] = []
        /// Whether an officer has to confirm after each visit that the remote traces are gone.
        public var confirmsRemoteTraces = false

        public init(command: [String]) { self.command = command }
    }

    public enum Display: String, Hashable, Sendable, CaseIterable {
        case cage, xvfb, inherit, none
    }

    public struct Visit: Hashable, Sendable {
        public var length: Duration = .seconds(600)
        /// How long before the end the warnings come.
        public var warnAt: [Duration] = [.seconds(120), .seconds(30)]
        public var maxExtension: Duration = .seconds(600)

        public init() {}
    }

    public struct Home: Hashable, Sendable {
        /// Upper limit of what a visit can write to its home, in bytes.
        public var size: Int64 = 1 << 30

        public init() {}
    }

    /// Groups by verb class. An empty list allows root and vcd's own account only.
    public struct Access: Hashable, Sendable {
        public var observe: [String] = []
        public var operate: [String] = []
        public var supervise: [String] = []

        public init() {}
    }

    public struct Checks: Hashable, Sendable {
        /// Names of the checks that must pass before the station is ready.
        public var required: [String] = []

        public init() {}
    }

    public struct Drill: Hashable, Sendable {
        /// Whether the station makes a drill each time the PC has started.
        public var atStart = false
        /// The devices that a drill may search byte by byte.
        public var raw: [String] = []

        public init() {}
    }

    public struct Shutdown: Hashable, Sendable {
        /// The time between the announcement and the power-off, in which it can be cancelled.
        public var delay: Duration = .seconds(5)

        public init() {}
    }
}
