import StationAPI
import StationCore
import StationHost

/// From the day's values to those on the wire.
extension API.Today {
    init(_ today: Today, at now: Moment) {
        self.init(
            enforced: today.isEnforced,
            opens: today.session?.opens.rfc3339,
            closes: today.session?.closes.rfc3339,
            nextOpens: today.nextOpens?.rfc3339,
            waiting: today.waiting,
            served: today.served,
            absent: today.absent,
            next: today.next.map { "\($0.number)" },
            called: today.called.map(API.Called.init),
            slot: API.Slot(today, at: now),
            clockTrusted: today.clockIsTrusted
        )
    }
}

extension API.Called {
    init(_ called: Today.Called) {
        self.init(
            ticket: "\(called.ticket.number)",
            calledAt: called.at.rfc3339,
            elapsedSeconds: Int(called.elapsed.components.seconds),
            overdue: called.isOverdue
        )
    }
}

extension API.Slot {
    /// - Returns: nil where there is neither a fair share to propose nor one that was accepted.
    init?(_ today: Today, at now: Moment) {
        guard let length = today.acceptedSlot ?? today.share?.slot else { return nil }
        let left =
            today.share?.left
            ?? today.session.map { session in
                Duration.milliseconds(max(0, session.closes.milliseconds - now.wall.milliseconds))
            }
        self.init(
            waiting: today.share?.waiting ?? today.waiting,
            leftSeconds: Int((left ?? .zero).components.seconds),
            turnaroundSeconds: Int(today.turnaround.components.seconds),
            normalSeconds: Int((today.share?.normal ?? today.normalLength).components.seconds),
            slotSeconds: Int(length.components.seconds),
            fits: today.share?.fits ?? today.waiting,
            accepted: today.acceptedSlot != nil
        )
    }
}

extension API.Name {
    init(_ name: LocalText) { self.init(english: name.english, indonesian: name.indonesian) }
}

extension API.VisitClass {
    init(_ visitClass: VisitClass) {
        switch visitClass {
        case .family: self = .family
        case .lawyer: self = .lawyer
        }
    }
}

extension VisitClass {
    init(_ visitClass: API.VisitClass) {
        switch visitClass {
        case .family: self = .family
        case .lawyer: self = .lawyer
        }
    }
}

extension API.ClockState {
    init(_ clock: VisitClock) {
        switch clock {
        case .waiting: self = .waiting
        case .running: self = .running
        case .held: self = .held
        }
    }
}

extension API.ScheduleDay {
    init(_ day: CalendarDay, _ schedule: Schedule) {
        self.init(
            date: "\(day)",
            exception: schedule.exceptions[day].map { API.Name($0.reason) },
            windows: schedule.windows(on: day).map { window in
                let name = schedule.category(window.category)?.name
                return API.Window(
                    category: window.category.key,
                    name: name.map(API.Name.init)
                        ?? API.Name(english: window.category.key, indonesian: window.category.key),
                    opens: window.opens.rfc3339,
                    closes: window.closes.rfc3339,
                    registerFrom: window.registration.lowerBound.rfc3339,
                    registerUntil: window.registration.upperBound.rfc3339
                )
            }
        )
    }
}

extension API.Entry {
    init(_ entry: RosterEntry, position: Int?) {
        self.init(
            ticket: "\(entry.ticket)",
            date: "\(entry.day)",
            number: entry.number.text,
            category: entry.category.key,
            class: API.VisitClass(entry.visitClass),
            note: entry.note,
            state: API.EntryState(entry.state),
            position: position,
            registeredAt: entry.registeredAt.rfc3339,
            calledAt: entry.calledAt?.rfc3339,
            visit: entry.visit?.number,
            override: entry.override
        )
    }

    /// Those who can have a turn first, in the order of their turns, then the others by ticket.
    static func list(_ entries: [RosterEntry]) -> [API.Entry] {
        let canCome = entries.filter { $0.state == .waiting || $0.state == .called }.sorted { $0.place < $1.place }
        let others = entries.filter { $0.state != .waiting && $0.state != .called }.sorted { $0.ticket < $1.ticket }
        return canCome.enumerated().map { API.Entry($0.element, position: $0.offset + 1) }
            + others.map { API.Entry($0, position: nil) }
    }
}

extension API.EntryState {
    init(_ state: EntryState) {
        switch state {
        case .waiting: self = .waiting
        case .called: self = .called
        case .visiting: self = .visiting
        case .served: self = .served
        case .absent: self = .absent
        case .removed: self = .removed
        }
    }
}

extension API.ImportProblem {
    init(_ problem: ImportProblem) {
        self.init(
            line: problem.line,
            column: problem.column,
            field: problem.refusal.field,
            value: problem.refusal.value,
            message: problem.refusal.message,
            code: API.RosterFault(problem.refusal.code),
            reason: problem.refusal.reason.rawValue,
            values: problem.refusal.values
        )
    }
}

extension API.ImportDoubt {
    init(_ doubt: ImportDoubt) {
        let kind: API.DoubtKind =
            switch doubt.kind {
            case .rounded: .rounded
            case .date: .date
            case .leadingZeros: .leadingZeros
            }
        self.init(line: doubt.line, column: doubt.column, value: doubt.value, kind: kind)
    }
}

extension API.RosterFault {
    init(_ code: RosterRefusal.Code) {
        switch code {
        case .malformed: self = .malformed
        case .duplicate: self = .duplicate
        case .unknownCategory: self = .unknownCategory
        case .wrongCategory: self = .wrongCategory
        case .registrationClosed: self = .registrationClosed
        case .dayFull: self = .dayFull
        case .quotaReached: self = .quotaReached
        case .wrongState, .noSuchTicket, .nobodyWaiting: self = .wrongState
        }
    }
}
