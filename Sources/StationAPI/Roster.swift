extension API {
    /// How an entry of the roster stands.
    public enum EntryState: String, Codable, Sendable, CaseIterable {
        case waiting, called, visiting, served, absent, removed
    }

    /// A registered inmate. `ticket` counts from 1 on each day; `number` is the register number; `position` the place
    /// among those who wait, from 1.
    public struct Entry: Codable, Sendable, Hashable {
        public var ticket: String
        public var date: String
        public var number: String
        public var category: String
        public var `class`: VisitClass
        public var note: String?
        public var state: EntryState
        public var position: Int?
        public var registeredAt: String
        public var calledAt: String?
        public var visit: Int?
        public var override: String?

        public init(
            ticket: String,
            date: String,
            number: String,
            category: String,
            class: VisitClass,
            note: String?,
            state: EntryState,
            position: Int?,
            registeredAt: String,
            calledAt: String?,
            visit: Int?,
            override: String?
        ) {
            self.ticket = ticket
            self.date = date
            self.number = number
            self.category = category
            self.class = `class`
            self.note = note
            self.state = state
            self.position = position
            self.registeredAt = registeredAt
            self.calledAt = calledAt
            self.visit = visit
            self.override = override
        }
    }

    /// Why an entry is refused. malformed: the text is no CSV, or no value for its field. duplicate: registered today
    /// already. unknownCategory: not in the schedule. wrongCategory: not this day's. registrationClosed: outside the
    /// time for it. dayFull: over the day's capacity. quotaReached: the inmate has had all visits of this month.
    /// wrongState: the entry is past that.
    public enum RosterFault: String, Codable, Sendable, CaseIterable {
        case malformed, duplicate, unknownCategory, wrongCategory, registrationClosed, dayFull, quotaReached
        case wrongState
    }

    /// A register number of an imported file that a spreadsheet may have spoilt. It is taken as it stands.
    public struct ImportDoubt: Codable, Sendable, Hashable {
        public var line: Int
        public var column: Int
        public var value: String
        public var kind: DoubtKind

        public init(line: Int, column: Int, value: String, kind: DoubtKind) {
            self.line = line
            self.column = column
            self.value = value
            self.kind = kind
        }
    }

    public enum DoubtKind: String, Codable, Sendable, CaseIterable {
        case rounded, date, leadingZeros
    }

    /// What is wrong with one place of an imported file; `column` counts from 1, and 0 is the whole line. `reason` is one
    /// stable word for why exactly, and `values` what belongs to it; `message` says the same in English.
    public struct ImportProblem: Codable, Sendable, Hashable {
        public var line: Int
        public var column: Int
        public var field: String
        public var value: String
        public var message: String
        public var code: RosterFault
        public var reason: String?
        public var values: [String]?

        public init(
            line: Int,
            column: Int,
            field: String,
            value: String,
            message: String,
            code: RosterFault,
            reason: String? = nil,
            values: [String]? = nil
        ) {
            self.reason = reason
            self.values = values
            self.line = line
            self.column = column
            self.field = field
            self.value = value
            self.message = message
            self.code = code
        }
    }
}
