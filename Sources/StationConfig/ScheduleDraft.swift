import StationCore
import TOMLKit

/// What the files say of the schedule, before their parts are put together.
struct ScheduleDraft {
    /// Whether the files name a zone; otherwise the PC's own holds.
    var hasZone = false
    /// What holds for categories that don't say otherwise.
    var opening = OpeningDraft()
    /// By key; `order` is that of the files.
    var categories: [String: CategoryDraft] = [:]
    var order: [String] = []
    var exceptions: [CalendarDay: ExceptionDraft] = [:]
}

/// The times of an opening, as far as they are given.
struct OpeningDraft {
    static let keys = ["open", "close", "register_from", "register_until"]

    private(set) var opens: TimeOfDay?
    private(set) var closes: TimeOfDay?
    private(set) var registerFrom: TimeOfDay?
    private(set) var registerUntil: TimeOfDay?

    /// - Returns: what is allowed, when the value is not.
    mutating func set(_ key: String, _ value: any TOMLValueConvertible) -> String? {
        guard let time = value.string.flatMap({ TimeOfDay($0) }) else { return TimeOfDay.allowed }
        switch key {
        case "open":
            // What opens at 24:00 opens on the next day.
            guard time < .endOfDay else { return "a time as \"HH:MM\", from \"00:00\" to \"23:59\"" }
            opens = time
        case "close": closes = time
        case "register_from": registerFrom = time
        default: registerUntil = time
        }
        return nil
    }

    /// These times, and where they say nothing those of `other`.
    func over(_ other: OpeningDraft) -> OpeningDraft {
        var times = self
        times.opens = opens ?? other.opens
        times.closes = closes ?? other.closes
        times.registerFrom = registerFrom ?? other.registerFrom
        times.registerUntil = registerUntil ?? other.registerUntil
        return times
    }

    /// - Throws: what is missing or wrong, with the key to blame.
    func finished() throws(Fault) -> OpeningTimes {
        guard let opens else { throw Fault(key: "open", message: "is missing, here and in [schedule]") }
        guard let closes else { throw Fault(key: "close", message: "is missing, here and in [schedule]") }
        let from = registerFrom ?? .midnight
        let until = registerUntil ?? .endOfDay
        guard from < until else {
            let message = "registration from \(from) until \(until); allowed is a time that begins before it ends"
            throw Fault(key: "register_from", message: message)
        }
        return OpeningTimes(opens: opens, closes: closes, registerFrom: from, registerUntil: until)
    }

    struct Fault: Error {
        let key: String
        let message: String
    }
}

/// A name in the languages that it is given in.
struct NameDraft {
    var english: String?
    var indonesian: String?

    /// - Parameter other: the name, where none is given.
    func finished(or other: LocalText) -> LocalText {
        guard let one = english ?? indonesian else { return other }
        return LocalText(english: english ?? one, indonesian: indonesian ?? one)
    }
}

struct CategoryDraft {
    static let keys = ["name", "name_id", "days"] + OpeningDraft.keys + ["length"]

    /// Where it began.
    let place: ConfigurationError.Problem
    var name = NameDraft()
    var days: Set<Weekday> = []
    var opening = OpeningDraft()
    var length: Duration?
}

struct ExceptionDraft {
    static let keys = ["date", "closed", "categories", "reason", "reason_id"] + OpeningDraft.keys

    let place: ConfigurationError.Problem
    var isClosed: Bool?
    var categories: [String]?
    var reason = NameDraft()
    var opening = OpeningDraft()
}
