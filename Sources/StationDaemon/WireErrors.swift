import StationAPI
import StationCore
import StationHost
import Varlink

/// The one place where what went wrong becomes a declared error of `org.vcctl.Station`.
extension VarlinkError {
    init<Parameters: StationErrorParameters>(_ parameters: Parameters) {
        self.init(Parameters.fullName, parameters)
    }

    /// - Parameter now: for what is said of the time.
    init(_ error: StationError, at now: Moment) {
        switch error {
        case .refused(let refusal, let state): self.init(refusal, state: state, at: now)
        case .noSlot:
            self.init(
                API.NoSlot(
                    message: "There is no shorter time to give: all who wait have their turn at the normal length.",
                    remedy: "Go on with 'vcctl next'."
                )
            )
        case .nothingToAccept(let allowed):
            self.init(
                API.InvalidValue(
                    field: "name",
                    value: "",
                    allowed: allowed.map(\.rawValue).joined(separator: ", "),
                    message: "This check does not keep the station from being ready.",
                    remedy: allowed.isEmpty
                        ? "No check does: see 'vcctl status'."
                        : "These do: \(allowed.map(\.rawValue).joined(separator: ", "))."
                )
            )
        case .clientFailed(let problem, let state):
            self.init(API.ClientFailed(state: API.State(state), message: problem.message, remedy: problem.remedy))
        case .shutdownCancelled:
            self.init(
                API.NotShuttingDown(
                    state: .ready,
                    message: "The shutdown was cancelled by another officer.",
                    remedy: "Ask for it again when the day is over: 'vcctl shutdown'."
                )
            )
        }
    }

    /// Whether a caller lacks the right.
    static func isNotAllowed(_ error: any Error) -> Bool {
        (error as? VarlinkError)?.name == API.NotAllowed.fullName
    }

    init(_ error: LedgerError) {
        self.init(API.LedgerUnavailable(message: error.message, remedy: error.remedy))
    }

    /// A value that is not allowed.
    init(refusing value: String, for field: String, allowed: String) {
        let shown = value.cut(to: Self.mostShown)
        self.init(
            API.InvalidValue(
                field: field,
                value: shown,
                allowed: allowed,
                message: "'\(shown)' is not allowed for \(field).",
                remedy: "Allowed: \(allowed)."
            )
        )
    }

    private init(_ complaint: AddressComplaint, allowed patterns: [AddressPattern]) {
        let allowed = patterns.map(\.text).joined(separator: ", ")
        let (value, message, remedy) =
            switch complaint {
            case .missing:
                (
                    "", "Each visit needs the address of its own call.",
                    "Say it with 'vcctl next --join -'. Allowed: \(allowed)."
                )
            case .unwanted:
                (
                    "", "All visits call at the same place: a visit's own address is not taken.",
                    "Say 'vcctl next' without --join, or the administrator sets [client] join in vcd.toml."
                )
            case .notAllowed(let origin):
                (
                    origin, "The call may not lead to \(origin), or not to this page of it.",
                    "Allowed: \(allowed). The administrator lists them in [client] addresses of vcd.toml."
                )
            }
        self.init(API.InvalidValue(field: "join", value: value, allowed: allowed, message: message, remedy: remedy))
    }

    /// How much of a bad value is said again.
    private static let mostShown = 100

    private init(_ refusal: Refusal, state name: StateName, at now: Moment) {
        let state = API.State(name)
        switch refusal {
        case .busy:
            self.init(
                API.Busy(
                    state: state,
                    message: "The station is busy: \(name.sentence)",
                    remedy: "Wait until it is done; 'vcctl status --watch' shows when."
                )
            )
        case .blocked(let blocked):
            self.init(
                API.Blocked(
                    code: blocked.reason.code,
                    message: blocked.reason.message,
                    remedy: blocked.remedy,
                    rung: API.Rung(blocked.rung)
                )
            )
        case .stale(let seen, let running):
            self.init(
                API.Stale(
                    visit: seen.number,
                    running: running?.number,
                    message: "Visit \(seen) is over" + (running.map { ", visit \($0) is running now." } ?? "."),
                    remedy: "Look at 'vcctl status', then say it again if you mean the visit that runs now."
                )
            )
        case .noVisit:
            self.init(
                API.NoVisit(
                    state: state,
                    message: "No visit is running: \(name.sentence)",
                    remedy: "Start one with 'vcctl next'."
                )
            )
        case .extensionTooLong(let allowed):
            let seconds = Int(allowed.components.seconds)
            self.init(
                API.ExtensionTooLong(
                    allowedSeconds: seconds,
                    message: "The visit may only be \(seconds) seconds longer.",
                    remedy: seconds > 0
                        ? "Ask for \(seconds)s or less." : "The limit is [visit] max_extension in the configuration."
                )
            )
        case .remoteTraces(let traces):
            self.init(
                API.RemoteTraces(
                    traces: traces,
                    message: "What the last call left elsewhere is not confirmed gone: "
                        + "\(traces.joined(separator: "; ")).",
                    remedy: "Remove it there, then say so with 'vcctl wipe --confirm-remote'."
                )
            )
        case .address(let complaint, let allowed): self.init(complaint, allowed: allowed)
        case .deviceNotConfigured(let device, let allowed):
            self.init(
                API.DeviceNotConfigured(
                    device: device,
                    allowed: allowed,
                    message: "The device \(device) may not be searched; "
                        + (allowed.isEmpty ? "none is configured." : "allowed are \(allowed.joined(separator: ", "))."),
                    remedy: "The administrator names it in [drill] raw in vcd.toml."
                )
            )
        case .notShuttingDown:
            self.init(
                API.NotShuttingDown(
                    state: state,
                    message: "There is no shutdown to cancel: \(name.sentence)",
                    remedy: "Nothing needs to be done."
                )
            )
        case .locked(let since): self.init(lockedSince: since)
        case .outsideSchedule(let opens): self.init(outsideSchedule: opens)
        case .nobodyWaiting: self.init(nobodyWaiting: ())
        case .noSuchTicket(let number): self.init(noSuchTicket: number)
        case .clockUnsure: self.init(clockUnsureAt: now.wall)
        case .wrongClock(let clock): self.init(wrongClock: clock)
        case .shuttingDown:
            self.init(
                API.ShuttingDown(
                    message: "The station is closing down and takes no new work.",
                    remedy: "If it should stay on, say 'vcctl shutdown --cancel' before it is off."
                )
            )
        }
    }
}
