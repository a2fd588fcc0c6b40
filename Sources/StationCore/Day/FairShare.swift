/// What each visit would take for all who wait to have their turn, as officers reckon it by hand.
///
/// With a slot `s`, the visit of one whose own length is `l` takes `min(l, s)`, and between one visit and the next
/// passes the turnaround; the last needs none. So `n` visits take `min(l1, s) + … + min(ln, s) + (n - 1) × turnaround`.
/// The slot is the longest for which that is no more than the time left, rounded down to 30 seconds, but never below
/// the minimum, and never above the longest own length.
public struct FairShare: Hashable, Sendable {
    public let waiting: Int
    /// From the start of the next visit to the end of the session.
    public let left: Duration
    public let turnaround: Duration
    /// The longest of their own lengths.
    public let normal: Duration
    /// The same as `normal` only where the minimum is no shorter.
    public let slot: Duration
    /// How many of them, from the first on, have their whole turn before the session ends, if all take the slot.
    public let fits: Int

    private static let step: Int64 = 30_000

    /// - Parameters:
    ///   - lengths: the own lengths of those who wait, in the order of their turns.
    ///   - left: from the start of the first of these visits to the end of the session.
    /// - Returns: nil when all of them fit with their own lengths.
    public init?(lengths: [Duration], left: Duration, turnaround: Duration, minimum: Duration) {
        let own = lengths.map(\.wholeMilliseconds)
        guard let longest = own.max() else { return nil }
        let left = max(0, left.wholeMilliseconds)
        let pause = turnaround.wholeMilliseconds
        guard own.reduce(0, +) + Int64(own.count - 1) * pause > left else { return nil }

        let even = Self.even(own, within: left - Int64(own.count - 1) * pause)
        let slot = min(longest, max(minimum.wholeMilliseconds, even - even % Self.step))
        var fits = 0
        var used: Int64 = 0
        for length in own {
            used += min(length, slot) + (fits > 0 ? pause : 0)
            if used > left { break }
            fits += 1
        }
        waiting = own.count
        self.left = .milliseconds(left)
        self.turnaround = turnaround
        normal = .milliseconds(longest)
        self.slot = .milliseconds(slot)
        self.fits = fits
    }

    /// The longest slot with which visits fit into `time`; they don't with their own lengths. Those who need less than
    /// an even share leave the rest of it to the others.
    private static func even(_ own: [Int64], within time: Int64) -> Int64 {
        var rest = max(0, time)
        var share: Int64 = 0
        for (index, length) in own.sorted().enumerated() {
            share = rest / Int64(own.count - index)
            if length >= share { break }
            rest -= length
        }
        return share
    }
}
