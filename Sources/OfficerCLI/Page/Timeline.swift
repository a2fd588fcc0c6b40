import StationAPI

/// One day of a report as a drawing: a row a visit, called, in the room and wiped as spans, and the session as the axis.
struct Timeline {
    /// A part of a row, in seconds since 1970.
    struct Span: Hashable {
        enum Kind: String, Hashable { case call, visit, wipe }

        let kind: Kind
        let start: Int
        let end: Int
    }

    struct Row {
        let label: String
        let spans: [Span]
        /// How long it took, for the middle of the visit's span.
        let length: String
        /// What is said of the row where a pointer rests on it.
        let title: String
    }

    let rows: [Row]
    /// The sessions' openings and closings.
    let sessions: [(opens: Int, closes: Int)]
    private let offset: Int

    /// Between what the axis begins and ends with and marks: the first for which what is drawn is no longer.
    private static let steps = [(step: 60, upTo: 720), (step: 300, upTo: 3_600), (step: 1_800, upTo: 36_000)]
    private static let hour = 3_600

    init?(_ day: API.ScheduleDay, _ visits: [API.ReportVisit], _ words: Words) {
        rows = visits.map { Self.row($0, on: day.date, words) }
        let windows = day.windows.compactMap { window in
            Instant(window.opens).flatMap { opens in Instant(window.closes).map { (opens, $0) } }
        }
        sessions = windows.map { ($0.0.seconds, $0.1.seconds) }
        let first =
            windows.first?.0 ?? visits.lazy.compactMap { ($0.startedAt ?? $0.calledAt).flatMap(Instant.init) }.first
        guard let first, !visits.isEmpty else { return nil }
        offset = first.offset
    }

    private var drawn: ClosedRange<Int> {
        let times = rows.flatMap(\.spans).flatMap { [$0.start, $0.end] } + sessions.flatMap { [$0.opens, $0.closes] }
        let first = times.min() ?? 0
        return first...max(times.max() ?? 0, first + 1)
    }

    /// Whole half hours, on a short day minutes, so that its visits are seen, and on a long one hours.
    private var step: Int {
        let length = drawn.upperBound - drawn.lowerBound
        return Self.steps.first { length <= $0.upTo }?.step ?? Self.hour
    }

    /// From the first to the last of what is drawn, in whole steps.
    var axis: ClosedRange<Int> {
        let step = step
        let drawn = drawn
        let start = (drawn.lowerBound + offset) / step * step - offset
        let end = (drawn.upperBound + offset + step - 1) / step * step - offset
        return start...end
    }

    /// The steps of the axis, each with its label.
    var ticks: [(time: Int, label: String)] {
        stride(from: axis.lowerBound, through: axis.upperBound, by: step).map { time in
            let minutes = (time + offset) % 86_400 / 60
            return (time, Self.two(minutes / 60) + ":" + Self.two(minutes % 60))
        }
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Lengths are those of the boot clock, counted from the start: the wall clock may have been set in between.
    private static func row(_ visit: API.ReportVisit, on date: String, _ words: Words) -> Row {
        let started = visit.startedAt.flatMap(Instant.init)?.seconds
        let ended = zip(started, visit.tookSeconds).map(+) ?? visit.endedAt.flatMap(Instant.init)?.seconds
        let spans = [
            zip(started, visit.callingSeconds).map { Span(kind: .call, start: $0 - $1, end: $0) },
            zip(started, visit.tookSeconds).map { Span(kind: .visit, start: $0, end: $0 + $1) },
            zip(ended, visit.wipingSeconds).map { Span(kind: .wipe, start: $0, end: $0 + $1) },
        ].compactMap(\.self).filter { isDrawn($0, on: date) }
        let ticket = visit.ticket.map { "\($0)" } ?? "–"
        return Row(
            label: ticket,
            spans: spans,
            length: visit.tookSeconds.map(Words.clock) ?? "",
            title: words.timelineTitle(visit)
        )
    }

    /// What a clock dated that was not right, and nobody could date anew, is not on the day's axis.
    private static func isDrawn(_ span: Span, on date: String) -> Bool {
        guard let noon = Instant(date + "T12:00:00Z")?.seconds else { return false }
        return abs(span.start - noon) < 36 * hour && abs(span.end - noon) < 60 * hour
    }

    private static func zip(_ a: Int?, _ b: Int?) -> (Int, Int)? {
        guard let a, let b else { return nil }
        return (a, b)
    }
}
