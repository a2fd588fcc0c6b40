/// The parts of the station that `vcctl check` looks at; the names that `[checks]` takes.
public enum CheckName: String, Hashable, Sendable, CaseIterable, Codable, CodingKeyRepresentable {
    /// The call program is installed, and which version.
    case client
    /// The call program starts and draws something, on a home of its own that is wiped afterwards.
    case start
    /// The pristine home is the accepted one.
    case template
    /// Visits can be kept apart.
    case sandbox
    /// The last wipe is proven, and so is today's drill.
    case proof
    /// Nothing keeps a visit's memory longer than the visit.
    case privacy
    /// The visits' account has no password and no shell.
    case account
    case display, memory, disk, temperature
    case camera, microphone, loudspeaker
    /// A link, an address and a way out.
    case network
    /// The call servers answer, with good certificates.
    case servers
    /// Sound and picture come through, which go by UDP (RFC 8489).
    case stun
    /// The PC's clock is synchronised and in the configured zone.
    case clock
    /// The clock that runs while the PC is off.
    case rtc
    case power
    /// systemd's units that the station leans on, and its own version.
    case units

    /// Who looks.
    public enum Place: Hashable, Sendable {
        /// A process of its own that may open devices and connections.
        case probe
        /// The host, which makes homes and visits.
        case host
        /// The station, which knows what it has done.
        case station
    }

    public var place: Place {
        switch self {
        case .template, .sandbox, .account: .host
        case .start, .proof: .station
        case .client, .privacy, .display, .memory, .disk, .temperature, .camera, .microphone, .loudspeaker, .network,
            .servers, .stun, .clock, .rtc, .power, .units:
            .probe
        }
    }

    /// How long a look may take, where `[checks.limits]` says nothing else.
    public var limit: Duration {
        switch self {
        case .start: .seconds(20)
        case .template: .seconds(120)
        // Much more than any takes, so that a PC that is busy with its start is not taken for a broken one.
        case .camera, .microphone, .loudspeaker, .servers, .stun, .client, .sandbox, .proof, .privacy, .account,
            .display, .memory, .disk, .temperature, .network, .clock, .rtc, .power, .units:
            .seconds(10)
        }
    }

    /// The parts that a running visit uses: nobody else opens them meanwhile.
    public var isUsedByVisits: Bool {
        switch self {
        case .camera, .microphone, .loudspeaker: true
        case .client, .start, .template, .sandbox, .proof, .privacy, .account, .display, .memory, .disk, .temperature,
            .network, .servers, .stun, .clock, .rtc, .power, .units:
            false
        }
    }

    /// Whether it is looked at between two visits as well: in a moment, and where it can change by itself.
    public var isQuick: Bool {
        switch self {
        case .client, .display, .memory, .disk, .temperature, .camera, .microphone, .loudspeaker, .network, .clock: true
        // A home is not made on another template, nor a visit started unproven.
        case .start, .template, .sandbox, .proof, .privacy, .account, .servers, .stun, .rtc, .power, .units: false
        }
    }
}
