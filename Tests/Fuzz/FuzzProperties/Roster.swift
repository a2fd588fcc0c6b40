@testable import OfficerCLI
@testable import StationCore

/// A roster is imported whole or not at all; what is imported survives being exported and imported again.
///
/// The first byte chooses the rules, the rest is the text.
func fuzzRoster(_ bytes: [UInt8]) throws {
    guard let first = bytes.first, let text = String(validating: bytes[1...], as: UTF8.self) else { return }
    var roster = try emptyDay(first)
    let (added, problems) = try imported(text, &roster)
    try require(added.isEmpty || problems.isEmpty, "whole or not at all")
    try require(roster.entries == added, "the roster holds what was added")
    let lines = text.unicodeScalars.count { $0 == "\n" || $0 == "\r" } + 1
    for problem in problems {
        try require((1...lines).contains(problem.line), "line \(problem.line) of \(lines)")
        try require(problem.column >= 0, "column \(problem.column)")
        try require(problem.refusal.value.unicodeScalars.count <= 64, "a bad value is not said again at any length")
    }
    try require(added.map(\.ticket) == Array(1..<added.count + 1), "tickets are counted through")
    try require(Set(added.map(\.number)).count == added.count, "nobody is registered twice")
    try require(added.count <= roster.rules.capacity ?? .max, "no more than there are places")
    guard problems.isEmpty else { return }
    var copy = try emptyDay(first)
    let exported = added.reduce(into: CSV.line(["number", "category", "class", "note"])) { text, entry in
        text += CSV.line([entry.number.text, entry.category.key, entry.visitClass.rawValue, entry.note ?? ""])
    }
    let (again, faults) = try imported(exported, &copy)
    try require(faults.isEmpty, "what was exported can be imported: \(faults) \(exported.debugDescription)")
    try require(again == added, "what was exported is imported as the same: \(exported.debugDescription)")
}

private func emptyDay(_ choice: UInt8) throws -> RosterDay {
    let categories = [CategoryID("elderly"), CategoryID("cells")]
    let rules =
        choice & 1 == 0
        ? RosterRules()
        : RosterRules(
            categories: categories,
            today: Set(categories),
            registrationIsOpen: [CategoryID("elderly"): true, CategoryID("cells"): choice & 2 == 0],
            capacity: 3
        )
    let day = try required(CalendarDay("2026-03-03"), "a day")
    return RosterDay(day: day, entries: [], rules: rules, nextID: EntryID(1))
}

private func imported(_ text: String, _ roster: inout RosterDay) throws -> ([RosterEntry], [ImportProblem]) {
    let now = WallTime(milliseconds: 1_770_000_000_000)
    return try succeeding("without an override nothing is thrown") { try roster.importing(text, at: now) }
}
