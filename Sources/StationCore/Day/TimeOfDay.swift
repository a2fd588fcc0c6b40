/// A time of the local day in whole minutes, from 00:00 to 24:00, which is the next day's 00:00.
public struct TimeOfDay: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Since midnight by the clock on the wall, also on a day whose clock is set forth or back.
    public let minutes: Int

    /// What is allowed, for messages.
    public static let allowed = "a time as \"HH:MM\", from \"00:00\" to \"24:00\""

    public static let midnight = TimeOfDay(unchecked: 0)
    public static let endOfDay = TimeOfDay(unchecked: minutesOfDay)

    private static let minutesOfDay = 24 * 60

    /// - Returns: nil for more minutes than a day has.
    public init?(minutes: Int) {
        guard (0...Self.minutesOfDay).contains(minutes) else { return nil }
        self.minutes = minutes
    }

    /// - Parameter text: `HH:MM`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [2, 2], parts.joined().allSatisfy({ $0.isASCII && $0.isNumber }),
            let hours = Int(parts[0]), let minutes = Int(parts[1]), minutes < 60
        else { return nil }
        self.init(minutes: hours * 60 + minutes)
    }

    private init(unchecked minutes: Int) { self.minutes = minutes }

    /// `HH:MM`.
    public var description: String {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(padded(minutes / 60)):\(padded(minutes % 60))"
    }

    public static func < (a: TimeOfDay, b: TimeOfDay) -> Bool { a.minutes < b.minutes }
}
