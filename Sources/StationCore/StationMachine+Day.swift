/// The visiting day's rules: whose turn it is and when there are turns at all.
extension StationMachine {
    /// Whose roster holds at an instant.
    public func rosterDay(at time: WallTime) -> CalendarDay {
        rules.schedule.session(at: time)?.day ?? rules.schedule.day(of: time)
    }

    /// What holds for the roster of a day.
    public func rosterRules(on day: CalendarDay, at time: WallTime, _ roster: Configuration.Roster) -> RosterRules {
        var rules = RosterRules(capacity: roster.capacity, quota: roster.quota, absent: roster.absent)
        let schedule = self.rules.schedule
        guard !schedule.categories.isEmpty else { return rules }
        rules.know(schedule.categories)
        guard schedule.isEnforced else { return rules }
        let windows = schedule.windows(on: day)
        rules.today = Set(windows.map(\.category))
        rules.registrationIsOpen = Dictionary(
            windows.map { ($0.category, $0.registration.contains(time)) },
            uniquingKeysWith: { $0 || $1 }
        )
        return rules
    }

    /// What is settled of the visit that an officer asks for.
    func plan(_ order: NextOrder, at now: Moment) throws(Refusal) -> VisitPlan {
        if order.override == nil, rules.schedule.isEnforced {
            if !clockIsTrusted { throw .clockUnsure }
            guard rules.schedule.session(at: now.wall) != nil else {
                throw .outsideSchedule(opens: rules.schedule.nextSession(after: now.wall)?.opens)
            }
        }
        try rules.require(order.address)
        let ticket = try ticket(order)
        let normal = rules.length(of: ticket)
        let length = slotInForce(at: now).map { min(normal, $0) } ?? normal
        return VisitPlan(ticket: ticket, length: length, override: order.override, address: order.address)
    }

    private func ticket(_ order: NextOrder) throws(Refusal) -> Ticket? {
        if let number = order.ticket {
            guard let ticket = day.queue.waiting.first(where: { $0.number == number }) else {
                throw .noSuchTicket(number)
            }
            return ticket
        }
        if let first = nextTicket { return first }
        if rules.rosterIsRequired, order.override == nil { throw .nobodyWaiting }
        return nil
    }

    /// The called one, or the first who waits.
    private var nextTicket: Ticket? { calledTicket ?? day.queue.waiting.first }

    private var calledTicket: Ticket? {
        guard let called = day.queue.called else { return nil }
        return day.queue.waiting.first { $0.entry == called.entry }
    }

    /// Whether the PC's clock is believed: it is synchronised, an officer has confirmed it, or the schedule doesn't ask.
    public var clockIsTrusted: Bool {
        rules.schedule.trustsClock || day.clockIsSynchronised == true || day.clockIsConfirmed
    }

    /// How well it is believed.
    public var clockTrust: ClockTrust {
        if day.clockIsSynchronised == true { return .synchronised }
        return clockIsTrusted ? .told : .unsure
    }

    /// The day that what is recorded now belongs to.
    public func stamp(at now: Moment) -> DayStamp { DayStamp(day: rosterDay(at: now.wall), trust: clockTrust) }

    private func acceptedSlot(at now: Moment) -> Duration? {
        guard let slot = day.slot, slot.day == rosterDay(at: now.wall) else { return nil }
        return slot.length
    }

    /// What no visit that starts now may be longer than.
    private func slotInForce(at now: Moment) -> Duration? {
        switch rules.slot.accept {
        case .ask: acceptedSlot(at: now)
        case .auto: acceptedSlot(at: now) ?? share(from: now.wall)?.slot
        case .off: nil
        }
    }

    /// The fair share of those who wait, reckoned from when the running visit will have ended.
    public func fairShare(at now: Moment) -> FairShare? {
        guard case .visiting(let visit) = state else { return share(from: now.wall) }
        return share(from: now.wallTime(at: visit.deadline(at: now.boot)) + rules.slot.turnaround)
    }

    private func share(from start: WallTime) -> FairShare? {
        guard rules.schedule.isEnforced, rules.slot.accept != .off, let session = day.session else { return nil }
        let share = FairShare(
            lengths: day.queue.waiting.map { rules.length(of: $0) },
            left: .milliseconds(session.closes.milliseconds - start.milliseconds),
            turnaround: rules.slot.turnaround,
            minimum: rules.slot.minimum
        )
        // Where the least is no less than the normal length there is nothing to accept.
        return share.flatMap { $0.slot < $0.normal ? $0 : nil }
    }

    public func today(at now: Moment) -> Today {
        let session = rules.schedule.session(at: now.wall)
        return Today(
            isEnforced: rules.schedule.isEnforced,
            session: session,
            nextOpens: session == nil ? rules.schedule.nextSession(after: now.wall)?.opens : nil,
            waiting: day.queue.waiting.count,
            served: day.queue.served,
            absent: day.queue.absent,
            next: nextTicket,
            called: called(at: now),
            share: fairShare(at: now),
            acceptedSlot: slotInForce(at: now),
            normalLength: rules.visit.length,
            turnaround: rules.slot.turnaround,
            clockIsTrusted: clockIsTrusted
        )
    }

    private func called(at now: Moment) -> Today.Called? {
        guard let called = day.queue.called, let ticket = calledTicket, let since = day.calledSince else { return nil }
        let elapsed = max(.zero, now.boot - since)
        return .init(ticket: ticket, at: called.at, elapsed: elapsed, isOverdue: elapsed >= rules.callLimit)
    }
}

/// What the time of day brings.
extension StationMachine {
    /// The longest time between two looks where a schedule holds, so that a clock that is set is noticed.
    private static let longestUnwatched: Duration = .seconds(60)

    mutating func queueChanged(_ queue: Queue, at now: Moment) -> [Effect] {
        let before = day.queue
        day.queue = queue
        var told: [Effect] = []
        if queue.waiting.map(\.entry) != before.waiting.map(\.entry) {
            told.append(.announce(.rosterChanged(waiting: queue.waiting.count)))
            day.staysOn = false
        }
        guard queue.called != before.called else { return told }
        day.isOverdueTold = false
        // Whoever was called before the PC was switched on is waited for since then at least.
        day.calledSince = queue.called.map { $0.since ?? BootTime(sinceBoot: .zero) }
        return told + (calledTicket.map { [.announce(.called($0))] } ?? [])
    }

    mutating func slotChanged(_ slot: AcceptedSlot?) -> [Effect] {
        day.slot = slot
        return [.announce(.slotAccepted(slot?.length))]
    }

    mutating func clockObserved(_ isSynchronised: Bool) -> [Effect] {
        day.clockIsSynchronised = isSynchronised
        return []
    }

    /// Looks at everything that time decides, after every event, so that no alarm has to come in time.
    mutating func lookAtDay(after event: Event, at now: Moment) -> [Effect] {
        guard rules.schedule.isEnforced || rules.shutdown.whenDone || day.queue.called != nil else { return [] }
        switch state {
        case .off: return []
        case .starting, .working, .ready, .visiting, .blocked, .locked, .ending: break
        }
        let told = noticeClock(now) + noticeSession(now) + noticeCall(now) + noticeShare(now)
        noticeQuiet(event, now)
        let ending = endDay(now)
        let next = nextLook(after: now)
        // An earlier look that is still to come will ask for the next one itself.
        if let planned = day.nextLook, planned > now.boot, planned <= next { return told + ending }
        day.nextLook = next
        return told + ending + [.schedule(.day, at: next)]
    }

    private mutating func noticeClock(_ now: Moment) -> [Effect] {
        let offset = now.wall.milliseconds - now.boot.sinceBoot.wholeMilliseconds
        defer { day.clockOffset = offset }
        guard let before = day.clockOffset, abs(offset - before) > DayStamp.jump.wholeMilliseconds else { return [] }
        // What was said of the clock was said of the old one.
        day.clockIsConfirmed = false
        return [.announce(.clockJumped(by: .milliseconds(offset - before)))]
    }

    private mutating func noticeSession(_ now: Moment) -> [Effect] {
        guard rules.schedule.isEnforced else { return [] }
        let before = day.session
        day.session = rules.schedule.session(at: now.wall)
        switch (before?.opens, day.session) {
        case (let opens, let session?) where opens != session.opens:
            day.staysOn = false
            return [.announce(.sessionOpened(closes: session.closes))]
        case (.some, nil):
            return [.announce(.sessionEnded(waiting: day.queue.waiting.count, running: state.visit?.id))]
        case (_, .some), (nil, nil): return []
        }
    }

    private mutating func noticeCall(_ now: Moment) -> [Effect] {
        guard let called = called(at: now), called.isOverdue, !day.isOverdueTold else { return [] }
        day.isOverdueTold = true
        return [.announce(.callUnanswered(called.ticket))]
    }

    private mutating func noticeShare(_ now: Moment) -> [Effect] {
        let share = fairShare(at: now)
        // Told when it is another one, not when only the time left has passed.
        guard share?.slot != day.proposed?.slot || share?.waiting != day.proposed?.waiting else { return [] }
        day.proposed = share
        guard let share, acceptedSlot(at: now) == nil else { return [] }
        return [.announce(.slotProposed(share))]
    }

    private mutating func noticeQuiet(_ event: Event, _ now: Moment) {
        switch event {
        // What the station sees by itself is nothing that happens.
        case .alarm, .clockObserved, .rechecked: if day.quietSince == nil { day.quietSince = now.boot }
        default: day.quietSince = now.boot
        }
    }

    /// Switches the PC off when the day is done, or when nothing has happened for the configured time and no session
    /// of today is still to come.
    private mutating func endDay(_ now: Moment) -> [Effect] {
        guard rules.shutdown.whenDone else { return [] }
        let before: Ending.Before
        switch state {
        case .ready(let home): before = .ready(home)
        case .blocked(let blocked) where blocked.reason.isClean: before = .blocked(blocked)
        case .starting, .working, .visiting, .blocked, .locked, .ending, .off: return []
        }
        let today = rules.schedule.day(of: now.wall)
        let windows = rules.schedule.windows(on: today)
        let isOver = windows.allSatisfy { $0.closes <= now.wall } && day.session == nil
        let isRegistered = windows.allSatisfy { $0.registration.upperBound <= now.wall }
        let isServed = day.queue.waiting.isEmpty && day.queue.served > 0 && isRegistered
        let isIdle = rules.shutdown.idle.flatMap { idle in
            day.quietSince.map { now.boot - $0 >= idle && (isOver || isServed) }
        }
        let isDone = !windows.isEmpty && day.queue.waiting.isEmpty && (isOver && day.queue.served > 0 || isServed)
        guard isIdle == true || (isDone && !day.staysOn) else { return [] }
        return announceShutdown(before: before, after: rules.shutdown.grace, at: now)
    }

    private func nextLook(after now: Moment) -> BootTime {
        var looks: [BootTime] = []
        if rules.schedule.isEnforced {
            looks.append(now.boot + Self.longestUnwatched)
            if let change = rules.schedule.nextChange(after: now.wall) {
                looks.append(now.boot + .milliseconds(change.milliseconds - now.wall.milliseconds))
            }
        }
        if let since = day.calledSince, !day.isOverdueTold { looks.append(since + rules.callLimit) }
        if let since = day.quietSince, let idle = rules.shutdown.idle { looks.append(since + idle) }
        return looks.filter { $0 > now.boot }.min() ?? now.boot + Self.longestUnwatched
    }
}
