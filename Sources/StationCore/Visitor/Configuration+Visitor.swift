/// What the inmate sees and can touch.
extension Configuration {
    /// The browser that the call program is, which is locked down by its own policies.
    public enum Browser: String, Hashable, Sendable, CaseIterable, Codable {
        case chromium, firefox
    }

    /// Whether a visit is told its own address, with `vcctl next --join -`.
    public enum Join: String, Hashable, Sendable, CaseIterable, Codable {
        case never, allowed, required
    }

    /// What a call program may need of a desktop; each runs in the visit's own cgroup and ends with it.
    public enum SessionService: String, Hashable, Sendable, CaseIterable, Codable {
        /// A session bus of D-Bus, on which nothing is started by being asked for.
        case bus
        /// PipeWire, with its session manager and PulseAudio's protocol.
        case pipewire
    }

    /// The signal that asks the call program to end.
    public enum CloseSignal: String, Hashable, Sendable, CaseIterable, Codable {
        case term = "TERM"
        case int = "INT"
        case hup = "HUP"
        case quit = "QUIT"
    }

    public enum Language: String, Hashable, Sendable, CaseIterable, Codable {
        case indonesian = "id"
        case english = "en"
    }

    /// Notices on the visitor's screen.
    public struct Notices: Hashable, Sendable, Codable {
        public var isShown = false
        /// Each notice is in all of these, in this order.
        public var languages: [Language] = [.indonesian, .english]
        /// How long before the end the bar of the time left comes, and stays; zero for none.
        public var lastBar: Duration = .seconds(60)

        public init() {}
    }

    /// What the visits' account may reach of the network.
    public struct Firewall: Hashable, Sendable, Codable {
        public enum Transport: String, Hashable, Sendable, CaseIterable, Codable {
            case tcp, udp
        }

        /// Ports on the internet.
        public struct Ports: Hashable, Sendable, Codable {
            public let transport: Transport
            public let first: UInt16
            public let last: UInt16

            public init(_ transport: Transport, _ first: UInt16, _ last: UInt16? = nil) {
                self.transport = transport
                self.first = first
                self.last = last ?? first
            }
        }

        /// A place of the PC's own surroundings: a private or loopback address, or a network of them.
        public struct LocalPlace: Hashable, Sendable, Codable {
            /// An IPv4 or IPv6 address, without brackets.
            public let address: String
            public let isIPv6: Bool
            /// The length of the network's prefix; nil for the one address.
            public let prefix: Int?
            /// TCP and UDP; nil for all ports.
            public let port: UInt16?

            public init(address: String, isIPv6: Bool, prefix: Int?, port: UInt16?) {
                self.address = address
                self.isIPv6 = isIPv6
                self.prefix = prefix
                self.port = port
            }

            /// Whether it is a service of the PC's own at 127.0.0.1, which a visit has one of its own of.
            public var isLoopback: Bool { !isIPv6 && address.hasPrefix("127.") }
        }

        public var isEnforced = false
        public var ports: [Ports] = Self.usualPorts
        /// All other private, link-local and loopback addresses are out of reach, but for the resolvers' port 53.
        public var local: [LocalPlace] = []

        /// Web pages, STUN and TURN, and media over UDP.
        public static let usualPorts: [Ports] = [
            .init(.tcp, 80), .init(.tcp, 443), .init(.tcp, 3_478), .init(.tcp, 5_349), .init(.udp, 443),
            .init(.udp, 1_024, 65_535),
        ]

        public init() {}
    }

    /// The waiting screen, between visits.
    public struct Waiting: Hashable, Sendable, Codable {
        /// Whether the PC's own screen shows it.
        public var isOnScreen = false
        /// The loopback port of its page.
        public var port: UInt16 = 8_087
        /// Where another screen gets it from, an address of the PC's own and a port; nil for nowhere.
        public var listen: Network.Address?
        /// The facility's name.
        public var place: String?
        /// Nil for the standard's own.
        public var rules: [LocalText]?
        /// Where to complain.
        public var complaints: [LocalText] = []
        /// In turn.
        public var languages: [Language] = [.indonesian, .english]
        public var turn: Duration = .seconds(10)

        public init() {}
    }
}
