import Glibc

/// The PC's clock and calendar, as texts.
struct LocalTime {
    private let fields: tm

    /// The time now.
    init() {
        var seconds = Glibc.time(nil)
        var fields = tm()
        localtime_r(&seconds, &fields)
        self.fields = fields
    }

    /// `2026-01-31`
    var date: String { "\(fields.tm_year + 1900)-\(Self.two(fields.tm_mon + 1))-\(Self.two(fields.tm_mday))" }

    /// `09:00:00`
    var time: String { [fields.tm_hour, fields.tm_min, fields.tm_sec].map(Self.two).joined(separator: ":") }

    /// `2026-01-31 09:00:00 +07:00`
    var dateAndTime: String {
        let offset = abs(fields.tm_gmtoff) / 60
        let zone =
            (fields.tm_gmtoff < 0 ? "-" : "+") + Self.two(Int32(offset / 60)) + ":" + Self.two(Int32(offset % 60))
        return "\(date) \(time) \(zone)"
    }

    private static func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
