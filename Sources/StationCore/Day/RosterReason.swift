/// Why exactly the roster refuses something, for programs: vcctl makes a sentence of it in the officer's language.
///
/// Beside each stands what its values are, in their order.
public enum RosterReason: String, Hashable, Sendable, CaseIterable {
    case noNumber, noCategory, noClass
    /// The longest that is taken.
    case noLine
    case noReason
    case registered
    /// Registered, and has had a turn.
    case served
    /// On this line of the same file already.
    case onLine
    /// The categories that there are.
    case unknownCategory
    case notToday, registrationClosed
    /// How many.
    case dayFull
    /// How many.
    case quotaReached
    /// The last place.
    case noPlace
    case noTicket
    /// The state, as `EntryState` has it.
    case notWaiting
    case notCalled
    case nobodyWaits
    case fileEmpty, aboveTitles, noTitles
    /// How many.
    case tooManyLines
    case stopped, columnTwice, noSuchColumn
    /// The column.
    case columnMissing
    /// How many the line has, and how many it should.
    case tooManyFields
    case columnUnnamed
    /// The column.
    case fieldMissing
    case quoteInside, quoteOpen, behindQuote
}
