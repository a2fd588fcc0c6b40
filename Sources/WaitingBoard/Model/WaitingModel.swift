/// What the waiting screen shows. It names tickets, and nothing else of anybody.
struct WaitingModel: Codable, Hashable, Sendable {
    /// What there is to say, the most urgent first where several hold.
    enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        /// vcd does not answer.
        case lost
        /// The station is locked.
        case locked
        /// No visit can start.
        case blocked
        /// The day is over, and the PC goes off.
        case ending
        /// A ticket is called to the room.
        case called
        /// A visit is under way.
        case visit
        /// Out of hours.
        case closed
        /// The room is wiped and made ready.
        case preparing
        /// The room is free.
        case ready
    }

    /// The screen in one language.
    struct Face: Codable, Hashable, Sendable {
        /// Its code (BCP 47), for `lang`.
        var language: String
        var place: String
        var date: String
        var heading: String
        var ticketLabel: String
        /// Whose ticket is called or has its visit.
        var ticket: String?
        var line: String
        /// Who comes next, and about when.
        var queue: [String]
        var dayTitle: String
        /// Today's categories with their times, or why there are none.
        var day: [String]
        var rulesTitle: String
        var rules: [String]
        var complaintsTitle: String
        var complaints: [String]
    }

    var kind: Kind
    /// The time of day, `HH:MM`.
    var time: String
    /// In turn.
    var faces: [Face]
    var turnSeconds: Int
}
