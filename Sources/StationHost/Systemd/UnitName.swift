/// The units that vcd starts and stops; polkit lets it ask for these alone.
enum UnitName: String, CaseIterable, Sendable {
    case configuration = "vcd-config.service"
    case home = "vcd-home.service"
    case visit = "vcd-visit.service"
    /// What the visit draws on: systemd starts it with the visit.
    case screen = "vcd-screen.service"
    case scan = "vcd-scan.service"
    case scanEverything = "vcd-scan-everything.service"
    case search = "vcd-search.service"
    case searchRaw = "vcd-search-raw.service"
    case templateCheck = "vcd-template@check.service"
    case templateShow = "vcd-template@show.service"
    case templateSet = "vcd-template@set.service"
    case announce = "vcd-announce.service"
    case check = "vcd-check.service"
    case sandbox = "vcd-sandbox.service"
    /// The network namespace of the visit, and the PC's side of it: made with the home.
    case network = "vcd-network.service"
    case uplink = "vcd-uplink.service"

    /// The unit's object on the bus (org.freedesktop.systemd1(5)): what is neither letter nor digit is escaped.
    var path: String {
        let escaped = rawValue.utf8.map { byte -> String in
            let scalar = UnicodeScalar(byte)
            let isPlain = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
            return isPlain ? String(Character(scalar)) : "_" + String(byte, radix: 16)
        }
        return "/org/freedesktop/systemd1/unit/" + escaped.joined()
    }

    /// How long a run of it may take: a little longer than its own limit (TimeoutSec=), which ends what hangs.
    var limit: Duration {
        switch self {
        case .visit, .screen, .scan, .announce: .seconds(70)
        case .network, .configuration, .sandbox: .seconds(25)
        // With the network before it.
        case .uplink: .seconds(45)
        case .home: .seconds(65)
        case .check: .seconds(190)
        case .templateCheck, .templateShow, .templateSet: .seconds(130)
        case .scanEverything: .seconds(310)
        case .search: .seconds(1_810)
        case .searchRaw: .seconds(6 * 3_600 + 10)
        }
    }
}

/// How a unit is.
struct UnitState: Hashable, Sendable {
    /// ActiveState (org.freedesktop.systemd1(5)).
    enum Activity: String, Sendable {
        case active, reloading, inactive, failed, activating, deactivating
        case maintenance, refreshing
    }

    var activity: Activity
    /// Whether a job for the unit waits or runs.
    var hasJob: Bool

    /// Nothing is under way: what was asked has come to its end, good or bad.
    var isSettled: Bool {
        switch activity {
        case .active, .inactive, .failed, .maintenance: !hasJob
        case .reloading, .activating, .deactivating, .refreshing: false
        }
    }

    var isDown: Bool {
        switch activity {
        case .inactive, .failed: !hasJob
        case .active, .reloading, .activating, .deactivating, .maintenance, .refreshing: false
        }
    }
}
