import StationCore

/// The end of a wait.
struct Deadline: Sendable {
    private let end: ContinuousClock.Instant

    init(in duration: Duration) { end = .now + duration }

    private init(_ end: ContinuousClock.Instant) { self.end = end }

    /// The earlier of this and one that many from now.
    func atMost(_ duration: Duration) -> Deadline { Deadline(min(end, .now + duration)) }

    var isOver: Bool { end <= .now }

    /// What is left as poll(2) takes it, rounded up so that no wait ends early only to begin again.
    var pollTime: Int32 { Int32(clamping: max(0, (end - .now).wholeMilliseconds + 1)) }
}
