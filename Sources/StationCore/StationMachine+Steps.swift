/// The steps that several events lead to.
extension StationMachine {
    mutating func open(_ purpose: VisitPurpose, on home: CleanHome, goal: Goal, at now: Moment) -> [Effect] {
        state = .working(.marking(home, purpose, markedAt: now), goal)
        return [.openVisit(purpose.plan, marksRemote: purpose.plan != nil && rules.confirmsRemoteTraces)]
    }

    mutating func close(_ visit: RunningVisit, _ ending: VisitEnding, goal: Goal) -> [Effect] {
        state = .working(.closing(visit, ending), goal)
        return [.cancelAlarms, .closeClient(grace: ending == .panicked ? .zero : rules.closeGrace)]
    }

    /// Wipes a station on which no visit is known to run. Whatever may run all the same is ended without grace.
    mutating func wipe(_ visit: VisitTrace?, _ cause: WipeJob.Cause, goal: Goal, at now: Moment) -> [Effect] {
        let job = WipeJob(visit: visit, startedAt: now, cause: cause)
        if cause != .visitEnded { wantsFullCheck = true }
        state = .working(.killing(job, ending: .interrupted), goal)
        return [.closeClient(grace: .zero)]
    }

    mutating func destroy(_ job: WipeJob, goal: Goal) -> [Effect] {
        var job = job
        job.ended = nil
        state = .working(.destroying(job), goal)
        return [.destroyHome]
    }

    mutating func block(_ reason: BlockReason, rung: Blocked.Rung, visit: VisitTrace?, goal: Goal) -> [Effect] {
        confirmsRemote = false
        let blocked = Blocked(reason: reason, rung: rung, visit: visit)
        let tell: [Effect] = [.announce(.blocked(blocked)), .settle(.blocked(blocked))]
        switch goal {
        case .ready, .visit, .drill, .trial:
            state = .blocked(blocked)
            return tell
        case .depart(.powerOff):
            state = .blocked(blocked)
            return [.noteShutdown(at: nil)] + tell
        case .lock: return [.announce(.blocked(blocked))] + rest(blocked, goal: goal)
        case .depart(let departure):
            return tell + depart(departure)
        }
    }

    /// What the station does once it is clean, has a fresh home and its checks have passed.
    mutating func arrive(_ home: CleanHome, goal: Goal, at now: Moment) -> [Effect] {
        switch goal {
        case .ready(nil):
            state = .ready(home)
            return [.settle(.ready(home))]
        case .ready(let problem?):
            state = .ready(home)
            return [.settle(.clientFailed(problem)), .settle(.ready(home))]
        case .visit(let plan): return [.settle(.ready(home))] + open(.call(plan), on: home, goal: goal, at: now)
        case .drill(_, nil): return open(.drill, on: home, goal: goal, at: now)
        case .drill(_, let report?):
            state = .ready(home)
            return [.settle(.drilled(report)), .settle(.ready(home))]
        case .trial: return open(.trial, on: home, goal: goal, at: now)
        case .depart(.powerOff): return announceShutdown(before: .ready(home), at: now)
        case .depart(let departure): return depart(departure)
        case .lock: return rest(nil, goal: goal)
        }
    }

    mutating func depart(_ departure: Departure) -> [Effect] {
        state = .off(departure)
        return [.cancelAlarms, .settle(.shuttingDown), .settle(.departing(offAt: nil)), .depart(departure)]
    }

    mutating func announceShutdown(
        before: Ending.Before,
        after delay: Duration? = nil,
        at now: Moment
    ) -> [Effect] {
        let offAt = now.boot + (delay ?? rules.shutdown.delay)
        state = .ending(Ending(before: before, phase: .announced(offAt: offAt)))
        return [
            .noteShutdown(at: offAt), .announce(.shutdownAnnounced(offAt: offAt)), .settle(.departing(offAt: offAt)),
            .schedule(.powerOff, at: offAt),
        ]
    }

    /// What stands between the station and the next visit, though it is clean.
    var unconfirmedTraces: [String] { rules.confirmsRemoteTraces && remoteIsUnconfirmed ? rules.remoteTraces : [] }
}
