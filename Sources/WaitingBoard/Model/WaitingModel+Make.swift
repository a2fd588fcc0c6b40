import StationAPI
import StationCore

/// From what is known to what is shown: no clock, no file, no connection.
extension WaitingModel {
    /// - Parameter now: for the clock and the calendar of the schedule's zone only.
    init(_ knowledge: Knowledge, _ configuration: Configuration, at now: WallTime) {
        let (day, second) = configuration.schedule.zone.local(now)
        let picture = knowledge.current
        let kind = picture.map { Kind($0.status) } ?? .lost
        let waiting = configuration.waiting
        self.kind = kind
        time = TimeOfDay(minutes: second / 60)?.description ?? ""
        turnSeconds = Int(waiting.turn.components.seconds)
        faces = waiting.languages.map { language in
            let words = WaitingWords(language: language)
            let estimate = picture.map { WaitEstimate($0, age: knowledge.age, configuration) }
            return Face(
                language: language.rawValue,
                place: waiting.place ?? words.place,
                date: words.date(day),
                heading: kind == .called && estimate?.visit != nil ? words.beReady : words.heading(kind),
                ticketLabel: words.ticketLabel,
                ticket: picture.flatMap { Self.ticket(kind, $0.status) },
                line: Self.line(kind, picture, estimate, day, words),
                queue: picture.flatMap { picture in
                    estimate.map { Self.queue(kind, picture.status.today, $0, words) }
                } ?? [],
                dayTitle: words.dayTitle,
                day: picture.map { Self.day($0.schedule, day, words) } ?? [],
                rulesTitle: words.rulesTitle,
                rules: (waiting.rules ?? WaitingWords.rules).map(words.pick),
                complaintsTitle: words.complaintsTitle,
                complaints: waiting.complaints.map(words.pick)
            )
        }
    }

    private static func ticket(_ kind: Kind, _ status: API.Status) -> String? {
        switch kind {
        case .called: status.today.called?.ticket
        case .visit: status.visit?.ticket
        case .lost, .locked, .blocked, .ending, .closed, .preparing, .ready: nil
        }
    }

    private static func line(
        _ kind: Kind,
        _ picture: Picture?,
        _ estimate: WaitEstimate?,
        _ today: CalendarDay,
        _ words: WaitingWords
    ) -> String {
        switch kind {
        case .visit: return estimate?.visit.map(words.left) ?? ""
        case .closed:
            guard let opens = picture?.status.today.nextOpens, let day = WaitingWords.day(opens) else {
                return words.noneInSight
            }
            return words.opens(on: words.date(day), at: WaitingWords.time(opens), isToday: day == today)
        case .called:
            return estimate?.visit.map(words.free) ?? words.line(kind)
        case .lost, .locked, .blocked, .ending, .preparing, .ready: return words.line(kind)
        }
    }

    private static func queue(
        _ kind: Kind,
        _ today: API.Today,
        _ estimate: WaitEstimate,
        _ words: WaitingWords
    ) -> [String] {
        switch kind {
        case .called, .visit, .preparing, .ready:
            let next = estimate.next.map { words.next(today.next, $0) }
            let last = estimate.last.map { words.last(of: today.waiting, $0) }
            return [next, last].compactMap { $0 }
        // Nobody knows when it goes on.
        case .lost, .locked, .blocked, .ending, .closed: return []
        }
    }

    private static func day(
        _ schedule: API.GetSchedule.Reply,
        _ today: CalendarDay,
        _ words: WaitingWords
    ) -> [String] {
        guard let day = schedule.days.first(where: { $0.date == today.description }) else { return [] }
        let reason = day.exception.map { words.pick($0) }
        // A station without a schedule has no day to show.
        guard !day.windows.isEmpty || reason != nil || schedule.enforced else { return [] }
        guard !day.windows.isEmpty else { return [reason ?? words.noVisits] }
        return day.windows.map(words.window) + (reason.map { [$0] } ?? [])
    }
}

extension WaitingModel.Kind {
    init(_ status: API.Status) {
        let today = status.today
        switch status.state {
        case .blocked: self = .blocked
        case .locked: self = .locked
        case .ending, .off: self = .ending
        case _ where status.lockedAt != nil: self = .locked
        case _ where today.called != nil: self = .called
        case .visiting: self = .visit
        case .starting, .preparing, .closing, .wiping, .ready:
            if today.enforced && today.opens == nil {
                self = .closed
            } else {
                self = status.state == .ready ? .ready : .preparing
            }
        }
    }
}
