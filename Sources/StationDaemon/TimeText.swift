import StationCore
import Synchronization

extension WallTime {
    /// The time as RFC 3339 text in the PC's time zone, in whole seconds: `2026-01-31T09:00:00+07:00`.
    var rfc3339: String { rfc3339(fraction: "") }

    /// The same in milliseconds, for records: nothing of the time is lost.
    var rfc3339InMilliseconds: String {
        let rest = String(milliseconds % 1_000)
        return rfc3339(fraction: "." + String(repeating: "0", count: 3 - rest.count) + rest)
    }

    private func rfc3339(fraction: String) -> String {
        let zone = ZoneTable.shown.withLock { $0 }
        let (day, second) = zone.local(self)
        let offset = zone.offset(at: self) / 60
        let time = [second / 3_600, second / 60 % 60, second % 60].map(\.twoDigits)
        let sign = "\(offset < 0 ? "-" : "+")\((abs(offset) / 60).twoDigits):\((abs(offset) % 60).twoDigits)"
        return "\(day)T" + time.joined(separator: ":") + fraction + sign
    }
}

extension ZoneTable {
    /// The zone that times are shown in: the schedule's, so that rules and texts agree.
    fileprivate static let shown = Mutex<ZoneTable>(.utc)

    /// From now on times are shown as this zone's clocks have them.
    func show() { Self.shown.withLock { $0 = self } }
}

extension Int {
    fileprivate var twoDigits: String { self < 10 ? "0\(self)" : "\(self)" }
}
