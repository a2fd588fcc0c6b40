/// The station's configuration, as `/etc/vcd/vcd.toml` and its drop-ins give it. Decoding is StationHost's.
public struct Configuration: Hashable, Sendable {
    public var client: Client
    public var visit = Visit()
    public var home = Home()
    /// Nil where the table is absent.
    public var access: Access?
    public var checks = Checks()
    public var camera = Camera()
    public var sound = Sound()
    public var network = Network()
    public var shutdown = Shutdown()
    public var drill = Drill()
    public var schedule = Schedule()
    public var roster = Roster()
    public var call = Call()
    public var slot = Slot()
    public var notices = Notices()
    public var firewall = Firewall()
    public var waiting = Waiting()

    public init(client: Client) { self.client = client }

    public struct Client: Hashable, Sendable {
        /// Program and arguments; the program is an absolute path or found on `PATH`.
        public var command: [String]
        /// What tells the program's version, a command of its own; empty for nothing.
        public var version: [String] = []
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
        /// What it is told beside what every visit's program is.
        public var environment: [String: String] = [:]
        public var closeSignal = CloseSignal.term
        /// Folders that are made in its home before it starts, relative to it.
        public var folders: [String] = []
        public var services: [SessionService] = []
        public var browser: Browser?
        /// The page that a browser begins with, where the visit is told no other.
        public var address: CallAddress?
        /// What a browser may show, and a visit's own address may be; empty for anything.
        public var addresses: [AddressPattern] = []
        /// Where camera and microphone are granted; empty for all of ``addresses``.
        public var mediaAddresses: [AddressPattern] = []
        public var join = Join.never

        public init(command: [String]) { self.command = command }
    }

    public enum Display: String, Hashable, Sendable, CaseIterable, Codable {
        case cage, sway, xvfb, inherit, none
    }

    public struct Visit: Hashable, Sendable {
        public var length: Duration = .seconds(600)
        /// How long before the end the warnings come.
        public var warnAt: [Duration] = [.seconds(120), .seconds(30)]
        public var maxExtension: Duration = .seconds(600)
        /// The length of a visit of class `lawyer`; nil for the same as all others.
        public var lawyerLength: Duration?
        public var clock = ClockStart.start
        /// How long after its start a visit's clock begins by itself, where it waits for the call to be connected.
        public var connectLimit: Duration = .seconds(300)
        /// How long a visit's clock can be held in all, before the visit ends.
        public var maxHold: Duration = .seconds(300)

        public init() {}
    }

    /// When a visit's clock begins.
    public enum ClockStart: String, Hashable, Sendable, CaseIterable {
        /// With the client.
        case start
        /// When an officer says that the call is connected.
        case connected
    }

    public struct Roster: Hashable, Sendable {
        /// Whether each visit must be of a registered inmate.
        public var isRequired = false
        /// How many inmates can be registered for one day; nil for any number.
        public var capacity: Int?
        /// How many visits an inmate can have in one month; nil for any number.
        public var quota: Int?
        public var absent = Absent.end
        /// How many days after theirs the entries are forgotten.
        public var retentionDays = 30

        public init() {}
    }

    /// Where one goes who was called and did not come.
    public enum Absent: String, Hashable, Sendable, CaseIterable {
        /// To the end of those who wait.
        case end
        /// Off the roster.
        case off
    }

    public struct Call: Hashable, Sendable {
        /// How long after the call an inmate counts as overdue.
        public var limit: Duration = .seconds(300)
        /// What announces a ticket, program and arguments, `{ticket}` standing for its number; empty for nothing.
        public var command: [String] = []

        public init() {}
    }

    /// The fair share, when more wait than the time left allows.
    public struct Slot: Hashable, Sendable {
        public enum Acceptance: String, Hashable, Sendable, CaseIterable {
            /// An officer accepts it.
            case ask
            /// It holds by itself.
            case auto
            /// Nothing is proposed.
            case off
        }

        public var accept = Acceptance.ask
        /// No visit is proposed to be shorter.
        public var minimum: Duration = .seconds(300)
        /// What passes between the end of one visit and the start of the next.
        public var turnaround: Duration = .seconds(60)

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
        /// Whether the PC switches itself off after the day's last visit, or when nothing happened for a while.
        public var whenDone = false
        /// How long the station can stand idle, before it switches off; nil for any time. Only where `whenDone` is set.
        public var idle: Duration?
        /// The delay where the station switches itself off.
        public var grace: Duration = .seconds(300)
        /// Whether the PC's real-time clock is set to wake it for the next session.
        public var wakes = false

        public init() {}
    }
}
