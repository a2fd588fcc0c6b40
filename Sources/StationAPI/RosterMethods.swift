extension API {
    /// Whose entry a method is about.
    public struct TicketParameter: Codable, Sendable {
        public var ticket: String

        public init(ticket: String) { self.ticket = ticket }
    }

    /// The entry as it is after a change.
    public struct EntryReply: Codable, Sendable {
        public var entry: Entry

        public init(entry: Entry) { self.entry = entry }
    }

    /// Registers an inmate for today, at the end of those who wait. `override` is a supervisor's reason to do it
    /// against the rules, and is recorded.
    public enum AddEntry: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var number: String
            public var category: String
            public var `class`: VisitClass?
            public var note: String?
            public var override: String?

            public init(
                number: String,
                category: String,
                class: VisitClass? = nil,
                note: String? = nil,
                override: String? = nil
            ) {
                self.number = number
                self.category = category
                self.class = `class`
                self.note = note
                self.override = override
            }
        }
        public typealias Reply = EntryReply
    }

    /// The roster of a day, in the order of its turns; today's if `date` is absent.
    public enum ListEntries: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var date: String?

            public init(date: String? = nil) { self.date = date }
        }
        public struct Reply: Codable, Sendable {
            public var entries: [Entry]

            public init(entries: [Entry]) { self.entries = entries }
        }
    }

    public enum RemoveEntry: StationMethod {
        public typealias Parameters = TicketParameter
        public typealias Reply = EntryReply
    }

    /// Moves one who waits to another place among those who wait, from 1.
    public enum MoveEntry: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var ticket: String
            public var position: Int

            public init(ticket: String, position: Int) {
                self.ticket = ticket
                self.position = position
            }
        }
        public typealias Reply = EntryReply
    }

    /// One who was called did not come: goes to the end of those who wait, or off, by `[roster] absent`.
    public enum MarkAbsent: StationMethod {
        public typealias Parameters = TicketParameter
        public typealias Reply = EntryReply
    }

    /// Registers all inmates of a CSV text, or none where anything is wrong with it. Its first line names the columns:
    /// number and category, and where wanted class and note. `dryRun` only looks.
    public enum Import: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var text: String
            public var dryRun: Bool?
            public var override: String?

            public init(text: String, dryRun: Bool? = nil, override: String? = nil) {
                self.text = text
                self.dryRun = dryRun
                self.override = override
            }
        }
        public struct Reply: Codable, Sendable {
            public var added: Int
            public var problems: [ImportProblem]
            public var doubts: [ImportDoubt]

            public init(added: Int, problems: [ImportProblem], doubts: [ImportDoubt]) {
                self.added = added
                self.problems = problems
                self.doubts = doubts
            }
        }
    }
}
