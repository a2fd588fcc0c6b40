/// What vcd-helper's scan says. It counts only for the run of the unit that its invocation names.
public struct ScanReport: Codable, Hashable, Sendable {
    public struct Finding: Codable, Hashable, Sendable {
        public var place: String
        public var detail: String

        public init(place: String, detail: String) {
            self.place = place
            self.detail = detail
        }
    }

    /// How much of one kind was looked at.
    public struct Searched: Codable, Hashable, Sendable {
        public var place: String
        public var count: Int

        public init(place: String, count: Int) {
            self.place = place
            self.count = count
        }
    }

    /// The InvocationID of the unit, as 32 hexadecimal digits (systemd.exec(5)).
    public var invocation: String
    public var findings: [Finding]
    public var searched: [Searched]

    public init(invocation: String, findings: [Finding], searched: [Searched]) {
        self.invocation = invocation
        self.findings = findings
        self.searched = searched
    }
}

/// The home that vcd-helper made last: which device its memory is, so that the scan finds it wherever it lives on.
public struct HomeReport: Codable, Hashable, Sendable {
    /// The devices of the memory and of the overlay on it, as `major:minor` of proc_pid_mountinfo(5).
    public var devices: [String]
    /// The digest of the template below it; nil where there is none.
    public var template: String?
    /// Whether nobody can log in as the visits' account: no password, no shell.
    public var isAccountLocked: Bool?
    /// Tells this home from all others; nil where an earlier version made it.
    public var name: String?
    public var memories: [MadeMemory]?

    public init(devices: [String], template: String?, isAccountLocked: Bool, name: String?, memories: [MadeMemory]) {
        self.devices = devices
        self.template = template
        self.isAccountLocked = isAccountLocked
        self.name = name
        self.memories = memories
    }

    /// The memory that is mounted at this place; nil where it is none of this home's. The number alone doesn't tell: a home
    /// that was only half made may have been given those of this one's other memories.
    public func memory(at place: String, on device: String) -> MadeMemory? {
        memories?.first { $0.memory.mountPoint == place && $0.devices.first == device }
    }
}

/// What vcd-helper's search for a drill's tokens says. It counts only for the run of the unit that its invocation names.
public struct SearchReport: Codable, Hashable, Sendable {
    /// One kind of place that was searched.
    public struct Area: Codable, Hashable, Sendable {
        public var name: String
        public var bytes: Int64
        public var items: Int
        public var milliseconds: Int64
        /// What was not looked at, in one sentence.
        public var note: String?

        public init(name: String, bytes: Int64, items: Int, milliseconds: Int64, note: String?) {
            self.name = name
            self.bytes = bytes
            self.items = items
            self.milliseconds = milliseconds
            self.note = note
        }
    }

    public struct Hit: Codable, Hashable, Sendable {
        /// Nil for a token of no known place.
        public var place: DrillPlace?
        /// Where it was found: a path, a process, a device with an offset.
        public var at: String

        public init(place: DrillPlace?, at: String) {
            self.place = place
            self.at = at
        }
    }

    public var invocation: String
    public var areas: [Area]
    public var hits: [Hit]

    public init(invocation: String, areas: [Area], hits: [Hit]) {
        self.invocation = invocation
        self.areas = areas
        self.hits = hits
    }
}

/// What vcd-seat is told of the visit.
public struct UnitOrder: Codable, Hashable, Sendable {
    public enum Purpose: Codable, Hashable, Sendable {
        /// With the visit's own address, where it has one.
        case call(address: String?)
        /// The seat is the decoy and plants tokens instead of running the client.
        case drill(DrillSeed)
        /// The visit counts as started once the client has drawn something.
        case trial
    }

    public var visit: Int
    public var purpose: Purpose

    public init(visit: Int, purpose: Purpose) {
        self.visit = visit
        self.purpose = purpose
    }
}

/// Exit statuses of vcd-seat under systemd before the client runs; from then on it ends as the client did.
public enum SeatExit: Int32, Sendable {
    case client = 66
    case template = 67
    case display = 68
    case isolation = 69
    case order = 70
    case service = 71
    case page = 72
}

/// Exit statuses of vcd-helper.
public enum HelperExit: Int32, Sendable {
    case failed = 1
    /// No home may begin with the template as it is.
    case template = 66
    /// In a visit's sandbox no user namespace is to be had.
    case namespaces = 67
    /// What a visit can write to is not memory of its own.
    case places = 68
    /// The configuration is bad, or none is in force (EX_CONFIG of sysexits.h).
    case configuration = 78
}
