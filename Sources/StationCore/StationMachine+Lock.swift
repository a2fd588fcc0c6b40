/// Panic: killed, wiped, and locked until a supervisor opens the station again.
extension StationMachine {
    /// What a locked station says to whoever asks for something.
    var locked: Refusal { .locked(since: lockedSince ?? WallTime(milliseconds: 0)) }

    mutating func panic(at now: Moment) -> [Effect] {
        let wait = Effect.answer(.wait(.locked))
        switch state {
        case .starting: return refuse(.busy)
        case .locked(let blocked):
            return isLockKept ? [.answer(.done)] : [wait] + rest(blocked, goal: .lock(then: nil))
        case .working(_, .lock): return [wait]
        case .working(_, .depart(.leave)), .working(_, .depart(.systemShutdown)), .off: return refuse(.shuttingDown)
        case .ending(let ending) where ending.phase == .poweringOff: return refuse(.shuttingDown)
        case .visiting, .working, .ready, .blocked, .ending: break
        }
        if lockedSince == nil { lockedSince = now.wall }
        let cut: [Effect] = [.noteShutdown(at: nil), .settle(.cutByPanic(since: lockedSince ?? now.wall)), wait]
        switch state {
        case .visiting(let visit): return cut + close(visit, .panicked, goal: .lock(then: nil))
        case .working(let step, _):
            state = .working(step, .lock(then: nil))
            return cut + (step.canBeHastened ? [.hasten] : [])
        case .ready: return cut + rest(nil, goal: .lock(then: nil))
        case .blocked(let blocked): return cut + rest(blocked.ofLockedStation, goal: .lock(then: nil))
        case .ending(let ending):
            let blocked: Blocked? =
                switch ending.before {
                case .ready: nil
                case .blocked(let blocked): blocked.ofLockedStation
                case .locked(let blocked): blocked
                }
            return [.cancelAlarms] + cut + rest(blocked, goal: .lock(then: nil))
        case .starting, .locked, .off: return refuse(.busy)
        }
    }

    mutating func unlock() -> [Effect] {
        switch state {
        case .locked(let blocked):
            state = .working(.unlocking(blocked), .ready(failed: nil))
            return [.answer(.wait(.ready)), .clearLock]
        case .working(.unlocking, .ready): return [.answer(.wait(.ready))]
        case .starting, .working: return refuse(.busy)
        case .ending, .off: return refuse(.shuttingDown)
        case .ready, .visiting, .blocked: return [.answer(.done)]
        }
    }

    /// The client is gone. A lock is made durable before anything else; what the client left is dirty in any case.
    mutating func afterClosing(_ job: WipeJob, goal: Goal) -> [Effect] {
        if case .lock = goal, !isLockKept, let lockedSince {
            state = .working(.locking(.wipe(job)), goal)
            return [.storeLock(lockedSince)]
        }
        guard let ended = job.ended else { return destroy(job, goal: goal) }
        state = .working(.recordingEnd(job), goal)
        return [.recordEnd(ended)]
    }

    /// The work is done that leads to the lock.
    mutating func rest(_ blocked: Blocked?, goal: Goal) -> [Effect] {
        if !isLockKept, let lockedSince {
            state = .working(.locking(.rest(blocked)), goal)
            return [.storeLock(lockedSince)]
        }
        state = .locked(blocked: blocked)
        let told: [Effect] = [.announce(.locked), .settle(.locked)]
        guard case .lock(let departure?) = goal else { return told }
        return told + depart(departure)
    }

    mutating func lockStored() -> [Effect] {
        guard case .working(.locking(let next), let goal) = state else { return [] }
        isLockKept = true
        switch next {
        case .wipe(let job): return afterClosing(job, goal: goal)
        case .rest(let blocked): return rest(blocked, goal: goal)
        }
    }

    /// A lock that the ledger doesn't keep holds all the same for as long as the daemon runs, and the station says why.
    mutating func lockNotStored(_ next: LockedNext, _ problem: Problem, goal: Goal) -> [Effect] {
        isLockKept = true
        switch next {
        case .wipe(let job): return afterClosing(job, goal: goal)
        case .rest(let blocked):
            let reason = blocked ?? Blocked(reason: .ledgerFailed(problem), rung: .wipe, visit: nil)
            return rest(reason, goal: goal)
        }
    }

    mutating func lockCleared(at now: Moment) -> [Effect] {
        guard case .working(.unlocking(let blocked), let goal) = state else { return [] }
        isLockKept = false
        let cause: WipeJob.Cause = blocked == nil ? .asked : .blocked
        // A panic while the lock was taken off: it is put on again.
        if case .lock = goal { return wipe(blocked?.visit, cause, goal: goal, at: now) }
        lockedSince = nil
        return [.announce(.unlocked)] + wipe(blocked?.visit, cause, goal: goal, at: now)
    }

    mutating func stayLocked(_ blocked: Blocked?, _ problem: Problem, goal: Goal) -> [Effect] {
        state = .locked(blocked: blocked)
        // What the ledger says by now is not known.
        isLockKept = false
        let failed = Blocked(reason: .ledgerFailed(problem), rung: .wipe, visit: blocked?.visit)
        let told: [Effect] = [.announce(.blocked(failed)), .settle(.blocked(failed))]
        switch goal {
        case .ready, .visit, .drill, .trial, .depart(.powerOff): return told
        case .depart(let departure): return told + depart(departure)
        case .lock: return told + rest(blocked, goal: goal)
        }
    }
}
