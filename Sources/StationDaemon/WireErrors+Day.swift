import StationAPI
import StationCore
import StationHost
import Varlink

/// What the day's rules refuse, as declared errors.
extension VarlinkError {
    init(lockedSince time: WallTime) {
        self.init(
            API.Locked(
                since: time.rfc3339,
                message: "The station is locked since \(time.rfc3339), after a panic.",
                remedy: "A supervisor opens it: 'vcctl unlock --reason TEXT'."
            )
        )
    }

    init(outsideSchedule opens: WallTime?) {
        self.init(
            API.OutsideSchedule(
                opens: opens?.rfc3339,
                message: "There are no visits now: "
                    + (opens.map { "the next session opens at \($0.rfc3339)." } ?? "the schedule has no session."),
                remedy: "See 'vcctl schedule --week'. A supervisor may start one all the same: "
                    + "'vcctl next --override REASON'."
            )
        )
    }

    init(noSuchTicket number: Int) {
        self.init(
            API.NoSuchTicket(
                ticket: "\(number)",
                message: "Nobody who waits has ticket \(number) today.",
                remedy: "See 'vcctl roster list'."
            )
        )
    }

    init(clockUnsureAt now: WallTime) {
        self.init(
            API.ClockUnsure(
                now: now.rfc3339,
                message: "The PC's clock is not synchronised; it shows \(now.rfc3339).",
                remedy: "If that is right, say so: 'vcctl next --clock-is-right'. If not, the administrator sets it."
            )
        )
    }

    init(wrongClock clock: VisitClock) {
        self.init(API.WrongClock(clock: API.ClockState(clock), message: clock.sentence, remedy: clock.remedy))
    }

    init(nobodyWaiting: Void) {
        self.init(
            API.NobodyWaiting(
                message: "Nobody on today's roster waits.",
                remedy: "Register the inmate first: 'vcctl roster add - --category C'."
            )
        )
    }

    init(_ error: RosterError) {
        switch error {
        case .ledger(let error): self.init(error)
        case .refused(let refusal):
            switch refusal.code {
            case .nobodyWaiting: self.init(nobodyWaiting: ())
            case .noSuchTicket:
                self.init(
                    API.NoSuchTicket(ticket: refusal.value, message: refusal.message, remedy: refusal.remedy)
                )
            case .malformed, .duplicate, .unknownCategory, .wrongCategory, .registrationClosed, .dayFull,
                .quotaReached, .wrongState:
                self.init(
                    API.RosterRefused(
                        code: API.RosterFault(refusal.code),
                        field: refusal.field,
                        value: refusal.value,
                        message: refusal.message,
                        remedy: refusal.remedy,
                        reason: refusal.reason.rawValue,
                        values: refusal.values
                    )
                )
            }
        }
    }
}

extension VisitClock {
    fileprivate var sentence: String {
        switch self {
        case .waiting: "The visit's clock has not begun: the call is not connected yet."
        case .running: "The visit's clock runs."
        case .held: "The visit's clock is held already."
        }
    }

    fileprivate var remedy: String {
        switch self {
        case .waiting: "Say 'vcctl connected' when it is."
        case .running: "Nothing needs to be done; once it was held for as long as allowed it can't be held again."
        case .held: "Say 'vcctl resume' when the network is back."
        }
    }
}
