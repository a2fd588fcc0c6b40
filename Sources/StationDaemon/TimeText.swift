import Glibc
import StationCore

extension WallTime {
    /// The time as RFC 3339 text in the PC's time zone, in whole seconds: `2026-01-31T09:00:00+07:00`.
    var rfc3339: String { rfc3339(fraction: "") }

    /// The same in milliseconds, for records: nothing of the time is lost.
    var rfc3339InMilliseconds: String {
        let rest = String(milliseconds % 1_000)
        return rfc3339(fraction: "." + String(repeating: "0", count: 3 - rest.count) + rest)
    }

    private func rfc3339(fraction: String) -> String {
        var seconds = time_t(milliseconds / 1_000)
        var fields = tm()
        localtime_r(&seconds, &fields)
        let offset = fields.tm_gmtoff / 60
        let date = [fields.tm_year + 1900, fields.tm_mon + 1, fields.tm_mday].map { Int($0).twoDigits }
        let time = [fields.tm_hour, fields.tm_min, fields.tm_sec].map { Int($0).twoDigits }
        let zone = "\(offset < 0 ? "-" : "+")\((abs(offset) / 60).twoDigits):\((abs(offset) % 60).twoDigits)"
        return date.joined(separator: "-") + "T" + time.joined(separator: ":") + fraction + zone
    }
}

extension ZoneTable {
    /// From now on times are shown as this zone's clocks have them (tzset(3)).
    func show() {
        setenv("TZ", name, 1)
        tzset()
    }
}

extension Int {
    fileprivate var twoDigits: String { self < 10 ? "0\(self)" : "\(self)" }
}
