/// A time of day, as milliseconds since 1970-01-01T00:00:00Z. It is for people and records, never for timing.
public struct WallTime: Hashable, Sendable, Comparable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (a: WallTime, b: WallTime) -> Bool { a.milliseconds < b.milliseconds }

    public static func + (time: WallTime, duration: Duration) -> WallTime {
        WallTime(milliseconds: time.milliseconds + duration.wholeMilliseconds)
    }
}

/// Time since boot, suspend included (CLOCK_BOOTTIME, clock_gettime(2)). All deadlines count in it, so that setting
/// the wall clock neither lengthens nor cuts a visit.
public struct BootTime: Hashable, Sendable, Comparable {
    public let sinceBoot: Duration

    public init(sinceBoot: Duration) { self.sinceBoot = sinceBoot }

    public static func < (a: BootTime, b: BootTime) -> Bool { a.sinceBoot < b.sinceBoot }

    public static func + (time: BootTime, duration: Duration) -> BootTime {
        BootTime(sinceBoot: time.sinceBoot + duration)
    }

    public static func - (a: BootTime, b: BootTime) -> Duration { a.sinceBoot - b.sinceBoot }
}

/// One instant on both clocks, read together.
public struct Moment: Hashable, Sendable {
    public let wall: WallTime
    public let boot: BootTime

    public init(wall: WallTime, boot: BootTime) {
        self.wall = wall
        self.boot = boot
    }

    /// The wall time at which `time` is or was, judged from this moment.
    public func wallTime(at time: BootTime) -> WallTime { wall + (time - boot) }
}

extension Duration {
    /// The duration in milliseconds, rounded down.
    public var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
