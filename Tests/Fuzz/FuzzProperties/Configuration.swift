@testable import StationConfig
@testable import StationCore

/// The main file and, behind a byte 0x1E, a drop-in. A configuration is accepted whole or refused with places; what is
/// accepted holds the limits that the rules rely on, and its schedule can be asked about any day.
func fuzzConfiguration(_ bytes: [UInt8]) throws {
    let files = bytes.split(separator: 0x1E, maxSplits: 1, omittingEmptySubsequences: false)
    let texts = files.compactMap { String(validating: $0, as: UTF8.self) }
    guard texts.count == files.count else { return }
    do {
        var draft = ConfigurationDraft(clients: [:])
        for (text, name) in zip(texts, [main, dropIn]) { try draft.take(ConfigurationFile(path: name, text: text)) }
        let accepted = try draft.finished(mainFile: main)
        try checkLimits(accepted)
        try walk(accepted.schedule)
        _ = Rules(accepted)
    } catch let error as ConfigurationError {
        try require(!error.problems.isEmpty, "a refusal says why")
        for problem in error.problems {
            let lines = texts[min(problem.file == dropIn ? 1 : 0, texts.count - 1)].utf8.count { $0 == 0x0A } + 1
            try require(problem.line.map { (1...lines).contains($0) } ?? true, "\(problem) is on a line of the text")
        }
    }
}

private let main = "/nonexistent/vcd.toml"
private let dropIn = "/nonexistent/vcd.toml.d/a.toml"

private func checkLimits(_ accepted: Configuration) throws {
    let hour: Duration = .seconds(3_600)
    let day: Duration = .seconds(24 * 3_600)
    let visit = accepted.visit
    let spans: [(String, Duration, ClosedRange<Duration>)] = [
        ("[visit] length", visit.length, .seconds(1)...day),
        ("[visit] lawyer_length", visit.lawyerLength ?? visit.length, .seconds(1)...day),
        ("[visit] max_extension", visit.maxExtension, .zero...day),
        ("[visit] connect_limit", visit.connectLimit, .seconds(1)...hour),
        ("[visit] max_hold", visit.maxHold, .zero...hour),
        ("[client] close_grace", accepted.client.closeGrace, .zero...(.seconds(60))),
        ("[call] limit", accepted.call.limit, .seconds(1)...hour),
        ("[slot] minimum", accepted.slot.minimum, .seconds(1)...visit.length),
        ("[slot] turnaround", accepted.slot.turnaround, .zero...hour),
        ("[shutdown] delay", accepted.shutdown.delay, .zero...hour),
        ("[shutdown] grace", accepted.shutdown.grace, .zero...hour),
        ("[shutdown] idle", accepted.shutdown.idle ?? hour, .seconds(1)...day),
        ("[schedule] prepare", accepted.schedule.preparation, .zero...day),
        ("[notices] last", accepted.notices.lastBar, .zero...(.seconds(600))),
        ("[waiting] turn", accepted.waiting.turn, .seconds(3)...(.seconds(600))),
    ]
    for (name, span, allowed) in spans { try require(allowed.contains(span), "\(name) is \(span)") }
    try require(visit.warnAt.allSatisfy { $0 > .zero && $0 < visit.length }, "warnings come within the visit")
    try require(accepted.client.command.first?.isEmpty == false, "there is a program")
    try require(accepted.client.command.allSatisfy { !$0.contains("\0") }, "arguments end where they end")
    try require((1 << 20...1 << 40).contains(accepted.home.size), "the home's size is \(accepted.home.size)")
    try require(Set(accepted.checks.required).isDisjoint(with: accepted.checks.off), "no check is required and off")
    try require(
        !accepted.schedule.isEnforced || !accepted.schedule.categories.isEmpty,
        "an enforced schedule has sessions"
    )
    try require(accepted.client.address == nil || accepted.client.browser != nil, "only a browser has an address")
    for place in accepted.firewall.local where place.prefix == nil {
        try require(place.port != nil || !place.address.hasPrefix("127."), "the PC itself is open at a port only")
    }
}

/// Asks about days that are odd: the ends of the calendar, a leap day, days on which clocks are changed.
private func walk(_ schedule: Schedule) throws {
    let days = ["0001-01-01", "1969-12-31", "2024-02-29", "2026-03-29", "2026-10-25", "9999-12-31"]
    for day in days.compactMap({ CalendarDay($0) }) {
        for window in schedule.windows(on: day) {
            try require(window.opens <= window.closes, "a window opens before it closes")
            let session = schedule.session(at: window.opens)
            try require(window.opens == window.closes || session != nil, "in a window there is a session")
        }
        guard let span = schedule.zone.span(of: day) else { continue }
        try require(schedule.day(of: span.lowerBound) == day, "a day begins with itself")
        if let next = schedule.nextWake(after: span.lowerBound) {
            try require(next > span.lowerBound, "a wake is ahead")
        }
    }
}
