/// What holds for the roster on one day. Nil restricts nothing.
public struct RosterRules: Hashable, Sendable {
    /// The categories that there are.
    public var categories: [CategoryID]?
    /// Those that have a session on this day.
    public var today: Set<CategoryID>?
    /// For each of `today`, whether it is now the time to register.
    public var registrationIsOpen: [CategoryID: Bool]?
    /// How many inmates can be registered for the day.
    public var capacity: Int?
    /// How many visits an inmate can have in one month.
    public var quota: Int?
    public var absent: Configuration.Absent
    /// What officers may write for a category, folded: its key and its names in both languages.
    public private(set) var names: [String: CategoryID] = [:]

    public init(
        categories: [CategoryID]? = nil,
        today: Set<CategoryID>? = nil,
        registrationIsOpen: [CategoryID: Bool]? = nil,
        capacity: Int? = nil,
        quota: Int? = nil,
        absent: Configuration.Absent = .end
    ) {
        self.categories = categories
        self.today = today
        self.registrationIsOpen = registrationIsOpen
        self.capacity = capacity
        self.quota = quota
        self.absent = absent
    }

    /// Takes over which categories there are, by their keys and names.
    public mutating func know(_ categories: [VisitCategory]) {
        self.categories = categories.map(\.id)
        // A name that two of them have means neither.
        let named = categories.flatMap { category in
            Set([category.name.english.folded, category.name.indonesian.folded]).map { ($0, category.id) }
        }
        names = Dictionary(grouping: named, by: \.0).compactMapValues { $0.count == 1 ? $0[0].1 : nil }
        for category in categories { names[category.id.key.folded] = category.id }
    }

    /// The category that is meant: its key counts, then what it is called.
    func category(_ typed: CategoryID) -> CategoryID {
        categories?.contains(typed) == true ? typed : names[typed.key.folded] ?? typed
    }
}

/// Why the roster stays as it is. No message names an inmate; `value` may.
public struct RosterRefusal: Error, Hashable, Sendable {
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The text is no value for its field, or no CSV.
        case malformed
        /// Registered for this day already.
        case duplicate
        /// Not in the schedule.
        case unknownCategory
        /// In the schedule, but not on this day.
        case wrongCategory
        case registrationClosed
        case dayFull
        case quotaReached
        /// The entry is past that.
        case wrongState
        /// Nobody has this ticket on this day.
        case noSuchTicket
        case nobodyWaiting

        /// Whether a supervisor's reason passes it.
        public var yieldsToOverride: Bool {
            switch self {
            case .wrongCategory, .registrationClosed, .dayFull, .quotaReached: true
            case .malformed, .duplicate, .unknownCategory, .wrongState, .noSuchTicket, .nobodyWaiting: false
            }
        }
    }

    public let code: Code
    public let reason: RosterReason
    /// What belongs to the reason.
    public let values: [String]
    /// The field that is meant: `number`, `category`, `class`, `note`, `override`, `ticket`, `position`, or empty.
    public let field: String
    /// What was given for it.
    public let value: String
    /// What happened, one sentence.
    public let message: String
    /// What to do about it, one sentence.
    public let remedy: String

    public init(
        _ code: Code,
        _ reason: RosterReason,
        _ values: [String] = [],
        field: String,
        value: String,
        message: String,
        remedy: String
    ) {
        self.code = code
        self.reason = reason
        self.values = values
        self.field = field
        self.value = value
        self.message = message
        self.remedy = remedy
    }
}

/// Something to be done to a day's roster.
public enum RosterChange: Hashable, Sendable {
    case add(number: String, category: CategoryID, visitClass: VisitClass, note: String?, override: String?)
    case remove(ticket: Int)
    /// To a place among those who wait, from 1.
    case move(ticket: Int, to: Int)
    /// Called, and did not come.
    case absent(ticket: Int)
    /// The first who waits where no ticket is named.
    case call(ticket: Int?)
    /// All inmates of a CSV text, or none.
    case importing(text: String, dryRun: Bool, override: String?)
}

/// What came of a change.
public struct RosterOutcome: Hashable, Sendable {
    /// The entries that were meant, as they are now: one, or all that an import added or, on a dry run, would add.
    public let entries: [RosterEntry]
    /// What is wrong with a text that was to be imported; then nothing was added.
    public let problems: [ImportProblem]
    /// What an officer should look at in a text that was imported, or is to be.
    public let doubts: [ImportDoubt]
    /// The whole day after it.
    public let queue: Queue

    public init(entries: [RosterEntry], problems: [ImportProblem] = [], doubts: [ImportDoubt] = [], queue: Queue) {
        self.entries = entries
        self.problems = problems
        self.doubts = doubts
        self.queue = queue
    }
}
