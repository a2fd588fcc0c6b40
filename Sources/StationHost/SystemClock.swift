import Glibc
import StationCore

/// The two clocks of the PC.
public enum SystemClock {
    /// The present instant on CLOCK_REALTIME and CLOCK_BOOTTIME (clock_gettime(2)).
    public static func now() -> Moment {
        let wall = read(CLOCK_REALTIME)
        return Moment(
            wall: WallTime(milliseconds: wall.wholeMilliseconds),
            boot: BootTime(sinceBoot: read(CLOCK_BOOTTIME))
        )
    }

    private static func read(_ clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
