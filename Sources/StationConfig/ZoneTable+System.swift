import Glibc
import StationCore
import class Foundation.NSTimeZone
import struct Foundation.Date
import struct Foundation.TimeZone

/// Zones from the time zone database that Foundation carries.
extension ZoneTable {
    /// What is allowed, for messages.
    static let allowedNames = "a time zone of the tz database, such as \"Asia/Jakarta\""

    private static let year1990: Double = 631_152_000
    private static let year2100: Double = 4_102_444_800

    /// - Parameter name: a name of the tz database; nil for any other.
    public init?(named name: String) {
        guard let zone = TimeZone(identifier: name),
            // "GMT+7" would be taken for a zone too, and is easily thought to mean the opposite of "Etc/GMT+7". All the
            // names of UTC come out as "GMT".
            zone.identifier == name || zone.identifier == "GMT"
        else { return nil }
        self.init(name: name, zone)
    }

    /// The PC's own time zone, as it is now. Nil where it has no name, as with a copy for `/etc/localtime`.
    public static var system: ZoneTable? {
        // Foundation keeps what it has seen first; an administrator may have set another since.
        NSTimeZone.resetSystemTimeZone()
        let zone = TimeZone.current
        var now = Glibc.time(nil)
        var fields = tm()
        tzset()
        localtime_r(&now, &fields)
        // What has no name is UTC to Foundation.
        if zone.identifier == "GMT" && fields.tm_gmtoff != 0 { return nil }
        return ZoneTable(name: zone.identifier, zone)
    }

    private init(name: String, _ zone: TimeZone) {
        let first = Date(timeIntervalSince1970: Self.year1990)
        let last = Date(timeIntervalSince1970: Self.year2100)
        var transitions: [Transition] = []
        var time = first
        while let next = zone.nextDaylightSavingTimeTransition(after: time), next > time, next < last {
            let at = Int64(next.timeIntervalSince1970.rounded())
            transitions.append(Transition(at: at, offset: zone.secondsFromGMT(for: next)))
            time = next
        }
        self.init(name: name, firstOffset: zone.secondsFromGMT(for: first), transitions: transitions)
    }
}
