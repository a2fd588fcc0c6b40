extension API {
    /// The station is locked after a panic; a supervisor opens it.
    public struct Locked: StationErrorParameters {
        public var since: String
        public var message: String
        public var remedy: String

        public init(since: String, message: String, remedy: String) {
            self.since = since
            self.message = message
            self.remedy = remedy
        }
    }

    /// There is no session now. `opens` is when the next one begins, null when none is in sight.
    public struct OutsideSchedule: StationErrorParameters {
        public var opens: String?
        public var message: String
        public var remedy: String

        public init(opens: String?, message: String, remedy: String) {
            self.opens = opens
            self.message = message
            self.remedy = remedy
        }
    }

    /// Nobody on the roster waits.
    public struct NobodyWaiting: StationErrorParameters {
        public var message: String
        public var remedy: String

        public init(message: String, remedy: String) {
            self.message = message
            self.remedy = remedy
        }
    }

    /// The PC's clock is not synchronised: is `now` right?
    public struct ClockUnsure: StationErrorParameters {
        public var now: String
        public var message: String
        public var remedy: String

        public init(now: String, message: String, remedy: String) {
            self.now = now
            self.message = message
            self.remedy = remedy
        }
    }

    /// The visit's clock does not stand so that this could be done.
    public struct WrongClock: StationErrorParameters {
        public var clock: ClockState
        public var message: String
        public var remedy: String

        public init(clock: ClockState, message: String, remedy: String) {
            self.clock = clock
            self.message = message
            self.remedy = remedy
        }
    }

    /// There is no fair share to accept.
    public struct NoSlot: StationErrorParameters {
        public var message: String
        public var remedy: String

        public init(message: String, remedy: String) {
            self.message = message
            self.remedy = remedy
        }
    }
}
