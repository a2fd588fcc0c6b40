extension API {
    /// Why exactly the roster refuses something: the words of `reason` that this version knows. On the wire it is a text, so that
    /// a reason that only a newer vcd knows can still be shown as what that vcd says of it.
    public enum RosterReason: String, Sendable, CaseIterable {
        case noNumber, noCategory, noClass
        case noLine
        case noReason
        case registered
        case served
        case onLine
        case unknownCategory
        case notToday, registrationClosed
        case dayFull
        case quotaReached
        case noPlace
        case noTicket
        case notWaiting
        case notCalled
        case nobodyWaits
        case fileEmpty, aboveTitles, noTitles
        case tooManyLines
        case stopped, columnTwice, noSuchColumn
        case columnMissing
        case tooManyFields
        case columnUnnamed
        case fieldMissing
        case quoteInside, quoteOpen, behindQuote
    }
}
