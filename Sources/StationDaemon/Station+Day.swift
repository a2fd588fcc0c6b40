import StationCore
import StationHost

/// What the day needs beside visits: the roster, the fair share, and its end.
extension Station {
    /// Something about the day that the report is to know.
    enum DayNote: Sendable {
        case ready(Moment)
        case closing(Moment)
        case started(VisitID, Moment)
        /// The PC's clock was set.
        case clockSet
        /// What a trial of the call program showed.
        case found(CheckResult)
    }

    func lookAtDay() async {
        await catchUp()
        handle(.alarm(.day))
    }

    /// Has the machine know what nobody tells it: a clock that is synchronised by now, and the roster of a new day.
    func catchUp() async {
        if !machine.clockIsTrusted { await observeClock() }
        await catchUpDay()
    }

    /// The same of days alone: nobody is asked, who might not answer.
    func catchUpDay() async {
        if machine.rosterDay(at: runner.now().wall) != queueDay || needsRedating { await readQueue() }
    }

    func observeClock() async {
        let isSynchronised = await runner.host.clockIsSynchronised()
        handle(.clockObserved(isSynchronised: isSynchronised))
        if machine.clockIsTrusted, forgottenOn == nil || needsRedating { await readQueue() }
    }

    /// Tells the machine how the roster is by now. What was read before what it knows already does not count.
    func readQueue() async {
        guard let ledger = try? runner.ledger.get() else { return }
        let day = machine.rosterDay(at: runner.now().wall)
        queueReads.asked += 1
        let read = queueReads.asked
        do throws(LedgerError) {
            try await redate()
            try await forget(today: day)
            let queue = try await ledger.queue(on: day)
            guard read > queueReads.taken else { return }
            queueReads.taken = read
            queueDay = day
            handle(.queueChanged(queue))
        } catch {
            logger.error("\(error)")
        }
    }

    /// Changes today's roster by the rules, and has the machine know of it.
    ///
    /// - Throws: `RosterError` when it is refused or can't be kept, `LedgerError` where there is no ledger.
    func change(_ change: RosterChange) async throws -> RosterOutcome {
        // What was registered before the clock was right comes first.
        await catchUpDay()
        let now = runner.now()
        let stamp = machine.stamp(at: now)
        let rules = machine.rosterRules(on: stamp.day, at: now.wall, roster)
        let ledger = try runner.ledger.get()
        let outcome = try await ledger.change(change, rules: rules, stamp: stamp, at: now)
        await readQueue()
        return outcome
    }

    /// Gives the following visits the fair share, or back their normal length; the ledger knows it first.
    func acceptSlot(_ accepts: Bool) async throws {
        let now = runner.now()
        let day = machine.rosterDay(at: now.wall)
        var slot: AcceptedSlot?
        if accepts {
            guard let share = machine.fairShare(at: now) else { throw StationError.noSlot }
            slot = AcceptedSlot(length: share.slot, day: day)
        }
        try await runner.ledger.get().setSlot(slot?.length, day: day)
        handle(.slotChanged(slot))
    }

    /// Writes the day's report, as the PC goes off. It goes off all the same when that fails.
    func closeDay() async {
        let now = runner.now()
        let day = machine.rosterDay(at: now.wall)
        do {
            let ledger = try runner.ledger.get()
            try await ledger.note(offAt: now, on: day)
            let report = try await report(from: day, to: day)
            try ReportFile(folder: runner.reports).write(report, of: day)
            publish(.dayClosed)
        } catch {
            logger.error("The day's report could not be written: \(error)")
        }
    }

    /// What was done from one day to another.
    func report(from: CalendarDay, to: CalendarDay) async throws -> StationReport {
        await catchUpDay()
        let schedule = machine.rules.schedule
        var days: [ReportDay] = []
        var day: CalendarDay? = from
        while let current = day, current <= to {
            if let span = schedule.zone.span(of: current) { days.append(ReportDay(day: current, span: span)) }
            day = current.adding(days: 1)
        }
        let material = try await runner.ledger.get().reportMaterial(days: days)
        return StationReport(from: from, to: to, days: material, schedule: schedule)
    }

    /// Forgets what is older than its retention, once a day. By a clock that isn't believed nothing is: one that is ahead
    /// would have those forgotten who wait today.
    func forget(today: CalendarDay) async throws(LedgerError) {
        guard machine.clockIsTrusted, today != forgottenOn, let oldest = today.adding(days: -roster.retentionDays)
        else { return }
        try await runner.ledger.get().forget(before: oldest)
        forgottenOn = today
    }

    /// Whether what the ledger has of days that a clock gave, which was not synchronised, is to be looked at anew.
    var needsRedating: Bool {
        guard machine.clockIsTrusted else { return false }
        guard let dated else { return true }
        return dated.trust != machine.clockTrust || runner.now().wasSet(since: dated.bootedAt)
    }

    /// Brings visits and entries to their right days once there is a clock to be believed, or another one. What is moved is
    /// told, since it is on other lists by then than an officer has seen it on.
    func redate() async throws(LedgerError) {
        guard needsRedating else { return }
        let (now, machine) = (runner.now(), machine)
        let stamp = machine.stamp(at: now)
        let order = RedatingOrder(now: now, stamp: stamp) { machine.rosterDay(at: $0) }
        let done = try await runner.ledger.get().redate(order)
        dated = (stamp.trust, now.bootedAt)
        if let readyAt, now.wasSet(since: readyAt.bootedAt) {
            await keep(.ready(Moment(wall: now.wallTime(at: readyAt.boot), boot: readyAt.boot)))
        }
        if !done.isEmpty { publish(.redated(done, stamp.day)) }
    }

    func keep(_ note: DayNote) async {
        if case .clockSet = note {
            // Whoever sets it by hand takes its synchronisation away.
            await observeClock()
            return await readQueue()
        }
        do throws(LedgerError) {
            let ledger = try runner.ledger.get()
            switch note {
            case .ready(let moment):
                // Later than that it was not the PC's start that was waited for.
                guard moment.boot.sinceBoot < .seconds(3_600) else { return }
                try await ledger.note(ready: moment.boot.sinceBoot, on: machine.rosterDay(at: moment.wall))
            case .closing(let moment):
                try await ledger.note(closingAt: moment, on: machine.rosterDay(at: moment.wall))
            case .started(let visit, let moment): try await ledger.note(started: moment, of: visit)
            case .clockSet: break
            case .found(let result):
                let now = runner.now()
                try await ledger.note([result], on: machine.rosterDay(at: now.wall), at: now.wall)
            }
        } catch {
            logger.error("\(error)")
        }
    }
}

/// The material of a report, with the schedule that its days had.
struct StationReport: Sendable {
    let from: CalendarDay
    let to: CalendarDay
    let days: [DayReport]
    let schedule: Schedule

    var totals: ReportTotals {
        ReportTotals(
            of: days,
            sessions: days.flatMap { schedule.sessions(on: $0.day) }
                .map { .milliseconds($0.closes.milliseconds - $0.opens.milliseconds) }
        )
    }
}
