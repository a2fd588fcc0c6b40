/// What `vcd-helper wake` found the PC's real-time clock to be capable of.
public struct WakeReport: Codable, Hashable, Sendable {
    /// The furthest time, in seconds since 1970, that the clock took as one to wake the PC at; nil where it took none. What it
    /// took once it takes later too, when that time is nearer.
    public let furthest: Int64?

    public init(furthest: Int64?) { self.furthest = furthest }

    public func wakes(at seconds: Int64) -> Bool { furthest.map { seconds <= $0 } ?? false }
}
