/// What the screen knows of the running visit: its times, and nothing of the one whose visit it is.
public struct NoticeVisit: Hashable, Sendable {
    public enum Clock: Hashable, Sendable {
        /// The call is not connected yet.
        case waiting
        case running(deadline: BootTime)
        /// The network is gone; so much is left when it comes back.
        case held(left: Duration)
    }

    public var clock: Clock
    /// What the visit was given when it began.
    public var length: Duration
    /// How much it was lengthened in all.
    public var extended: Duration

    public init(clock: Clock, length: Duration, extended: Duration = .zero) {
        self.clock = clock
        self.length = length
        self.extended = extended
    }

    var total: Duration { length + extended }

    func left(at now: BootTime) -> Duration {
        switch clock {
        case .waiting: total
        case .running(let deadline): deadline - now
        case .held(let left): left
        }
    }
}
