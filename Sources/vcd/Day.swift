import Glibc
import StationCore

/// A day of the calendar in the PC's time zone.
struct Day {
    /// From the day's first moment to the next day's.
    let span: Range<WallTime>

    /// - Parameter text: `YYYY-MM-DD`; nil for anything else, and for a day that no calendar has.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], parts.joined().allSatisfy({ $0.isASCII && $0.isNumber }),
            let year = Int32(parts[0]), let month = Int32(parts[1]), let day = Int32(parts[2]),
            // Noon is there on every day; midnight is not where a time zone changes its hour then.
            let noon = Self.time(year, month, day, hour: 12), noon.day == day, noon.month == month,
            let start = Self.time(year, month, day, hour: 0), let end = Self.time(year, month, day + 1, hour: 0)
        else { return nil }
        span = start.wall..<end.wall
    }

    /// An hour by the PC's clock, with the date that mktime(3) makes of it.
    private static func time(
        _ year: Int32,
        _ month: Int32,
        _ day: Int32,
        hour: Int32
    ) -> (wall: WallTime, month: Int32, day: Int32)? {
        var fields = tm()
        fields.tm_year = year - 1900
        fields.tm_mon = month - 1
        fields.tm_mday = day
        fields.tm_hour = hour
        fields.tm_isdst = -1
        let seconds = mktime(&fields)
        guard seconds != -1 else { return nil }
        return (WallTime(milliseconds: Int64(seconds) * 1_000), fields.tm_mon + 1, fields.tm_mday)
    }
}
