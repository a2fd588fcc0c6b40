/// The clock of a running visit.
extension StationMachine {
    mutating func extend(
        by duration: Duration,
        seen: VisitID?,
        _ grounds: ExtensionGrounds,
        at now: Moment
    ) -> [Effect] {
        changeVisit(seen: seen) { machine, visit in
            let allowed = machine.allowedExtension(of: visit, isOverridden: grounds.override != nil, at: now)
            guard duration <= allowed else { return .failure(.extensionTooLong(allowed: max(allowed, .zero))) }
            switch visit.clock {
            case .waiting: break
            case .running(let deadline): visit.clock = .running(deadline: deadline + duration)
            case .held(let since, let left, let until):
                visit.clock = .held(since: since, left: left + duration, until: until)
            }
            visit.extended += duration
            visit.extensionReasons += [grounds.reason, grounds.override].compactMap { $0 }
            return .success(.visitExtended(visit, by: duration))
        } andThen: { machine, visit in
            [.cancelAlarms] + machine.alarms(for: visit, at: now)
        }
    }

    mutating func connected(seen: VisitID?, at now: Moment) -> [Effect] {
        changeVisit(seen: seen) { _, visit in
            guard case .waiting = visit.clock else { return .failure(.wrongClock(visit.clock)) }
            visit.clock = .running(deadline: visit.deadline(at: now.boot))
            return .success(.visitConnected(visit))
        } andThen: { machine, visit in
            [.cancelAlarms] + machine.alarms(for: visit, at: now)
        }
    }

    mutating func hold(seen: VisitID?, at now: Moment) -> [Effect] {
        changeVisit(seen: seen) { machine, visit in
            guard case .running(let deadline) = visit.clock, visit.held < machine.rules.visit.maxHold else {
                return .failure(.wrongClock(visit.clock))
            }
            let until = now.boot + (machine.rules.visit.maxHold - visit.held)
            visit.clock = .held(since: now.boot, left: deadline - now.boot, until: until)
            return .success(.visitHeld(visit))
        } andThen: { machine, visit in
            [.cancelAlarms] + machine.alarms(for: visit, at: now)
        }
    }

    mutating func resume(seen: VisitID?, at now: Moment) -> [Effect] {
        changeVisit(seen: seen) { _, visit in
            guard case .held(let since, let left, _) = visit.clock else { return .failure(.wrongClock(visit.clock)) }
            visit.held += now.boot - since
            visit.clock = .running(deadline: now.boot + left)
            return .success(.visitResumed(visit))
        } andThen: { machine, visit in
            [.cancelAlarms] + machine.alarms(for: visit, at: now)
        }
    }

    /// Changes the running visit, keeps it, and tells.
    private mutating func changeVisit(
        seen: VisitID?,
        _ change: (Self, inout RunningVisit) -> Result<Notice, Refusal>,
        andThen alarms: (Self, RunningVisit) -> [Effect]
    ) -> [Effect] {
        guard case .visiting(var visit) = state else { return refuse(.noVisit) }
        if let seen, seen != visit.id { return refuse(.stale(seen: seen, running: visit.id)) }
        switch change(self, &visit) {
        case .failure(let refusal): return refuse(refusal)
        case .success(let notice):
            state = .visiting(visit)
            return alarms(self, visit) + [.remember(visit), .announce(notice), .answer(.done)]
        }
    }

    /// How much longer the visit may become: by the configuration, and by the end of its session.
    private func allowedExtension(of visit: RunningVisit, isOverridden: Bool, at now: Moment) -> Duration {
        let byRule = rules.visit.maxExtension - visit.extended
        guard rules.schedule.isEnforced, !isOverridden, visit.plan.override == nil else { return byRule }
        guard let session = day.session else { return .zero }
        let end = now.wallTime(at: visit.deadline(at: now.boot))
        return min(byRule, .milliseconds(session.closes.milliseconds - end.milliseconds))
    }

    mutating func alarmed(_ alarm: Alarm, at now: Moment) -> [Effect] {
        switch (alarm, state) {
        case (.warning(let id, let before), .visiting(let visit)):
            return visit.id == id ? [.announce(.visitWarning(id, remaining: before))] : []
        case (.deadline(let id), .visiting(let visit)):
            // An alarm set before an extension may still be on its way.
            guard visit.id == id, case .running(let deadline) = visit.clock, now.boot >= deadline else { return [] }
            return close(visit, .timeUp, goal: .ready(failed: nil))
        case (.clockStart(let id), .visiting(let visit)):
            guard visit.id == id, case .waiting(let until) = visit.clock, now.boot >= until else { return [] }
            return connected(seen: id, at: now).filter { !$0.isAnswer }
        case (.holdLimit(let id), .visiting(let visit)):
            guard visit.id == id, case .held(_, _, let until) = visit.clock, now.boot >= until else { return [] }
            return close(visit, .networkLost, goal: .ready(failed: nil))
        case (.powerOff, .ending(var ending)):
            guard case .announced = ending.phase else { return [] }
            ending.phase = .poweringOff
            state = .ending(ending)
            return [.powerOff]
        case (.warning, _), (.deadline, _), (.clockStart, _), (.holdLimit, _), (.powerOff, _), (.day, _): return []
        }
    }

    /// The alarms of a visit that still lie ahead.
    func alarms(for visit: RunningVisit, at now: Moment) -> [Effect] {
        switch visit.clock {
        case .waiting(let until): return [.schedule(.clockStart(visit.id), at: until)]
        case .held(_, _, let until): return [.schedule(.holdLimit(visit.id), at: until)]
        case .running(let deadline):
            let warnings = rules.visit.warnAt.sorted(by: >).compactMap { before -> Effect? in
                let due = deadline + (.zero - before)
                return due > now.boot ? .schedule(.warning(visit.id, before: before), at: due) : nil
            }
            return warnings + [.schedule(.deadline(visit.id), at: deadline)]
        }
    }
}

extension RunningVisit {
    /// How it ends when an officer ends it.
    var endingByOfficer: VisitEnding {
        switch clock {
        case .waiting, .running: .requested
        case .held: .networkLost
        }
    }
}

extension Effect {
    fileprivate var isAnswer: Bool { if case .answer = self { true } else { false } }
}

extension Configuration.Visit {
    /// The clock of a visit whose client has just started.
    public func clock(of plan: VisitPlan, startedAt start: BootTime) -> VisitClock {
        switch clock {
        case .start: .running(deadline: start + plan.length)
        case .connected: .waiting(until: start + connectLimit)
        }
    }
}
