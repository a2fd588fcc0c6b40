/// What is to become an entry, its parts well-formed.
struct Candidate {
    let number: RegisterNumber
    let category: CategoryID
    let note: String?

    init(number: String, category: CategoryID, note: String?) throws(RosterRefusal) {
        self.number = try Self.number(number)
        self.category = try Self.category(category.key)
        self.note = try Self.note(note)
    }

    init(number: RegisterNumber, category: CategoryID, note: String?) {
        self.number = number
        self.category = category
        self.note = note
    }

    static func number(_ text: String) throws(RosterRefusal) -> RegisterNumber {
        guard let number = RegisterNumber(text) else {
            throw RosterRefusal(
                .malformed,
                .noNumber,
                field: "number",
                value: text.shown,
                message: "This is no register number.",
                remedy: "A register number is \(RegisterNumber.allowed)."
            )
        }
        return number
    }

    static func category(_ text: String) throws(RosterRefusal) -> CategoryID {
        let key = text.trimmingBlanks
        guard (1...64).contains(key.length), key.isPlain else {
            throw RosterRefusal(
                .malformed,
                .noCategory,
                field: "category",
                value: text.shown,
                message: "This is no category.",
                remedy: "'vcctl schedule --week' shows the categories."
            )
        }
        return CategoryID(key)
    }

    static func note(_ text: String?) throws(RosterRefusal) -> String? {
        try RosterDay.line(text, field: "note")
    }
}

extension RosterDay {
    /// How long a note or a reason can be, in characters.
    static let longestLine = 200

    /// A supervisor's reason.
    static func reason(_ text: String?) throws(RosterRefusal) -> String? {
        guard let text else { return nil }
        guard let reason = try line(text, field: "override") else {
            throw RosterRefusal(
                .malformed,
                .noReason,
                field: "override",
                value: "",
                message: "The reason is empty.",
                remedy: "Say in a few words why it is done against the rules."
            )
        }
        return reason
    }

    /// One line of free text; nil where it is empty.
    static func line(_ text: String?, field: String) throws(RosterRefusal) -> String? {
        guard let line = text?.trimmingBlanks, !line.isEmpty else { return nil }
        guard line.length <= longestLine, line.isPlain else {
            throw RosterRefusal(
                .malformed,
                .noLine,
                ["\(longestLine)"],
                field: field,
                value: line.shown,
                message: "This is too long, or holds signs that can't be shown.",
                remedy: "Write one line of at most \(longestLine) characters."
            )
        }
        return line
    }

    /// How many of the day's places are taken.
    var taken: Int { entries.count { $0.takesPlace } }

    /// All that speaks against an inmate.
    ///
    /// - Parameters:
    ///   - category: nil where nobody can read it.
    ///   - taken: how many places are taken already.
    func objections(
        to number: RegisterNumber,
        of category: CategoryID?,
        taken: Int,
        override: String?,
        served: (RegisterNumber) -> Int
    ) -> [RosterRefusal] {
        var all: [RosterRefusal] = []
        // A second turn is a supervisor's to give; waiting twice makes no sense to anybody.
        if let hasBeenServed = hasBeenServed[number], override == nil || !hasBeenServed {
            all.append(
                RosterRefusal(
                    .duplicate,
                    hasBeenServed ? .served : .registered,
                    field: "number",
                    value: number.text,
                    message: "This inmate is registered for the day already.",
                    remedy: hasBeenServed
                        ? "A second turn on one day is a supervisor's to give: '--override REASON'."
                        : "'vcctl roster list' shows the ticket."
                )
            )
        }
        if let category { all += objections(toCategory: category) }
        if let capacity = rules.capacity, taken >= capacity {
            all.append(
                RosterRefusal(
                    .dayFull,
                    .dayFull,
                    ["\(capacity)"],
                    field: "",
                    value: "",
                    message: "All \(capacity) places of the day are taken.",
                    remedy: "Register the inmate on another day, or ask a supervisor to override it."
                )
            )
        }
        if let quota = rules.quota, served(number) >= quota {
            all.append(
                RosterRefusal(
                    .quotaReached,
                    .quotaReached,
                    ["\(quota)"],
                    field: "number",
                    value: number.text,
                    message: "This inmate has had all \(quota) visits of the month.",
                    remedy: "Register the inmate next month, or ask a supervisor to override it."
                )
            )
        }
        return override == nil ? all : all.filter { !$0.code.yieldsToOverride }
    }

    /// The first thing that speaks against a category; what follows from it is not said as well.
    func objections(toCategory category: CategoryID) -> [RosterRefusal] {
        func refusal(
            _ code: RosterRefusal.Code,
            _ reason: RosterReason,
            _ values: [String],
            _ message: String,
            _ remedy: String
        ) -> [RosterRefusal] {
            let field = "category"
            return [
                RosterRefusal(code, reason, values, field: field, value: category.key, message: message, remedy: remedy)
            ]
        }
        if let categories = rules.categories, !categories.contains(category) {
            return refusal(
                .unknownCategory,
                .unknownCategory,
                categories.map(\.key),
                "The schedule knows no such category.",
                "Name one of these: \(categories.map(\.key).joined(separator: ", "))."
            )
        }
        if let today = rules.today, !today.contains(category) {
            return refusal(
                .wrongCategory,
                .notToday,
                [],
                "This category has no session on this day.",
                "'vcctl schedule --week' shows its days; a supervisor can override it."
            )
        }
        if let open = rules.registrationIsOpen, open[category] != true {
            return refusal(
                .registrationClosed,
                .registrationClosed,
                [],
                "It is not the time to register this category.",
                "'vcctl schedule' shows the time for it; a supervisor can override it."
            )
        }
        return []
    }
}
