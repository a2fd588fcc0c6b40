/// What everybody may know of the running visit: its times, and nothing of the one whose visit it is. All are
/// milliseconds; the instants count on CLOCK_BOOTTIME (clock_gettime(2)).
public struct PublicVisit: Codable, Hashable, Sendable {
    public enum Clock: Codable, Hashable, Sendable {
        /// The call is not connected yet.
        case waiting
        case running
        /// The network is gone; so much is left when it comes back.
        case held(since: Int64, left: Int64)
    }

    /// When the visit ends at the latest if nobody does anything.
    public var deadline: Int64
    public var clock: Clock
    /// What the visit was given when it began.
    public var length: Int64
    /// How much it was lengthened in all.
    public var extended: Int64

    public init(deadline: Int64, clock: Clock, length: Int64, extended: Int64) {
        self.deadline = deadline
        self.clock = clock
        self.length = length
        self.extended = extended
    }
}
