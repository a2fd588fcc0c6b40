/// What came of the effects, and what the world does by itself. An outcome that the present step does not wait for is
/// late or a stray: it changes nothing.
extension StationMachine {
    mutating func started(_ beginning: Beginning, at now: Moment) -> [Effect] {
        switch state {
        case .starting: break
        case .locked:
            // A ledger that could not be used when the station was locked: the lock stands, whatever is in it.
            lastReceipt = beginning.lastReceipt
            remoteIsUnconfirmed = remoteIsUnconfirmed || beginning.remoteIsUnconfirmed
            isLockKept = beginning.lockedAt != nil
            return []
        case .working, .ready, .visiting, .blocked, .ending, .off: return []
        }
        lastReceipt = beginning.lastReceipt
        remoteIsUnconfirmed = remoteIsUnconfirmed || beginning.remoteIsUnconfirmed
        day.slot = beginning.slot
        acceptedChecks = beginning.acceptedChecks
        trialIsDue = beginning.trialIsDue
        if let lockedAt = beginning.lockedAt {
            lockedSince = lockedAt
            isLockKept = true
            // Whoever unlocks it wants the PC on.
            return [.noteShutdown(at: nil)] + wipe(beginning.dirty, .started, goal: .lock(then: nil), at: now)
        }
        let goesOff = beginning.offAt.map { now.boot < $0 + Ending.longestMemory } ?? false
        if !goesOff, let running = beginning.running, running.id == beginning.dirty?.id, beginning.refusal == nil {
            state = .visiting(running)
            return alarms(for: running, at: now) + [.announce(.visitAdopted(running))]
        }
        if let refusal = beginning.refusal {
            let blocked = Blocked(reason: .ledgerSetAside(refusal), rung: .wipe, visit: beginning.dirty)
            let told = block(blocked.reason, rung: blocked.rung, visit: blocked.visit, goal: .ready(failed: nil))
            return goesOff ? told + announceShutdown(before: .blocked(blocked), at: now) : told
        }
        let drill = Goal.drill(DrillOrder(rawDevice: nil), nil)
        let goal = goesOff ? .depart(.powerOff) : beginning.drillIsDue ? drill : .ready(failed: nil)
        return wipe(beginning.dirty, .started, goal: goal, at: now)
    }

    mutating func startedWithoutLedger(_ problem: Problem) -> [Effect] {
        guard case .starting = state else { return [] }
        return block(.ledgerFailed(problem), rung: .wipe, visit: nil, goal: .ready(failed: nil))
    }

    mutating func ledgerReopened() -> [Effect] {
        if case .blocked(let blocked) = state, blocked.reason.isOfLedger { state = .starting }
        return []
    }

    mutating func terminate() -> [Effect] {
        switch state {
        case .starting, .ready, .blocked, .locked: return depart(.leave)
        case .ending(let ending):
            switch ending.phase {
            case .announced: return depart(.leave)
            case .poweringOff: return []
            }
        case .visiting(let visit):
            switch survival {
            case .endsWithDaemon: return close(visit, .departing, goal: .depart(.leave))
            case .survivesDaemon: return depart(.leave)
            }
        case .working(let step, .lock):
            state = .working(step, .lock(then: .leave))
            return []
        case .working(let step, _):
            state = .working(step, .depart(.leave))
            return [.settle(.shuttingDown)]
        case .off(.powerOff), .off(.systemShutdown): return depart(.leave)
        case .off(.leave): return []
        }
    }

    mutating func shutdownBegan() -> [Effect] {
        let told = Effect.announce(.shutdownPrepared)
        switch state {
        case .starting, .ready, .blocked, .locked: return [told] + depart(.systemShutdown)
        case .ending(let ending):
            switch ending.phase {
            case .announced: return [told] + depart(.systemShutdown)
            case .poweringOff: return []
            }
        case .visiting(let visit): return [told] + close(visit, .departing, goal: .depart(.systemShutdown))
        case .working(_, .depart(.leave)), .working(_, .depart(.systemShutdown)), .working(_, .lock(.leave)),
            .working(_, .lock(.systemShutdown)), .off:
            return []
        case .working(let step, .lock):
            state = .working(step, .lock(then: .systemShutdown))
            return [told]
        case .working(let step, .ready), .working(let step, .visit), .working(let step, .drill),
            .working(let step, .trial), .working(let step, .depart(.powerOff)):
            state = .working(step, .depart(.systemShutdown))
            return [told, .settle(.shuttingDown)]
        }
    }

    mutating func shutdownGivenUp(at now: Moment) -> [Effect] {
        let told = Effect.announce(.shutdownCancelled)
        switch state {
        case .working(let step, .depart(.systemShutdown)):
            state = .working(step, .ready(failed: nil))
            return [.noteShutdown(at: nil), .settle(.shutdownCancelled), told]
        case .working(let step, .lock(.systemShutdown)):
            state = .working(step, .lock(then: nil))
            return [told]
        case .off(.systemShutdown), .off(.powerOff):
            let goal: Goal = lockedSince == nil ? .ready(failed: nil) : .lock(then: nil)
            return [.noteShutdown(at: nil), told] + wipe(nil, .asked, goal: goal, at: now)
        case .starting, .working(_, .ready), .working(_, .visit), .working(_, .drill), .working(_, .trial),
            .working(_, .depart(.leave)), .working(_, .depart(.powerOff)), .working(_, .lock), .ready, .visiting,
            .blocked, .locked, .ending,
            .off(.leave):
            return []
        }
    }

    mutating func configured(_ rules: Rules, at now: Moment) -> [Effect] {
        self.rules = rules
        return reconsider(at: now)
    }

    mutating func visitOpened(_ id: VisitID, at now: Moment) -> [Effect] {
        guard case .working(.marking(let home, let purpose, let markedAt), let goal) = state else { return [] }
        let trace = VisitTrace(id: id, since: markedAt.wall)
        if purpose.plan != nil { remoteIsUnconfirmed = rules.confirmsRemoteTraces || remoteIsUnconfirmed }
        guard goal.opening == purpose else { return wipe(trace, .visitEnded, goal: goal, at: now) }
        state = .working(.starting(trace, purpose, since: markedAt.boot, exited: nil), goal)
        let order = VisitOrder(id: id, markedAt: trace.since, purpose: purpose)
        return [.startClient(order, on: home)]
    }

    mutating func visitRefused(_ problem: Problem, at now: Moment) -> [Effect] {
        guard case .working(.marking(let home, _, markedAt: _), let goal) = state else { return [] }
        switch goal {
        case .visit, .drill, .trial: return arrive(home, goal: .ready(failed: problem), at: now)
        case .ready, .depart, .lock: return arrive(home, goal: goal, at: now)
        }
    }

    mutating func clientStarted(at now: Moment) -> [Effect] {
        guard case .working(.starting(let trace, let purpose, let since, let exited), let goal) = state else {
            return []
        }
        if let exited {
            let problem = Problem(
                message: "The call program ended at once with \(exited).",
                remedy: "Try again; if it happens again, call the administrator: [client] command in vcd.toml."
            )
            return clientFailed(problem, at: now)
        }
        // The decoy has planted everything before it counts as started.
        guard let plan = purpose.plan else { return decoyStarted(trace, purpose, since: since, goal: goal, at: now) }
        let visit = RunningVisit(
            id: trace.id,
            plan: plan.started,
            markedAt: trace.since,
            startedAt: now,
            clock: rules.visit.clock(of: plan, startedAt: now.boot)
        )
        switch goal {
        case .visit:
            state = .visiting(visit)
            return alarms(for: visit, at: now)
                + [.remember(visit), .announce(.visitStarted(visit)), .settle(.visit(visit))]
        case .ready: return close(visit, .requested, goal: goal)
        case .drill, .trial: return close(visit, .requested, goal: goal)
        case .depart(.leave) where survival == .survivesDaemon:
            return [.remember(visit), .announce(.visitStarted(visit))] + depart(.leave)
        case .depart: return close(visit, .departing, goal: goal)
        case .lock: return close(visit, .panicked, goal: goal)
        }
    }

    private mutating func decoyStarted(
        _ trace: VisitTrace,
        _ purpose: VisitPurpose,
        since: BootTime,
        goal: Goal,
        at now: Moment
    ) -> [Effect] {
        let visit = RunningVisit(
            id: trace.id,
            plan: VisitPlan(ticket: nil, length: .zero),
            markedAt: trace.since,
            startedAt: now,
            clock: .running(deadline: now.boot)
        )
        guard purpose == .trial else { return close(visit, .drilled, goal: goal) }
        return tried(nil, since: since, at: now)
            + close(visit, .triedOut, goal: goal == .trial ? .ready(failed: nil) : goal)
    }

    mutating func clientFailed(_ problem: Problem, at now: Moment) -> [Effect] {
        guard case .working(.starting(let trace, let purpose, let since, _), let goal) = state else { return [] }
        let job = WipeJob(visit: trace, startedAt: now, cause: .visitEnded)
        let onward: Goal =
            switch goal {
            case .visit, .drill: .ready(failed: problem)
            case .trial: .ready(failed: nil)
            case .ready, .depart, .lock: goal
            }
        state = .working(.killing(job, ending: .notStarted), onward)
        let told = purpose == .trial ? tried(problem, since: since, at: now) : []
        return told + [.announce(.visitEnded(trace.id, .notStarted)), .closeClient(grace: .zero)]
    }

    mutating func clientClosed(_ exit: ClientExit?, at now: Moment) -> [Effect] {
        guard case .working(let step, let goal) = state else { return [] }
        switch step {
        case .closing(let visit, let ending):
            var job = WipeJob(
                visit: VisitTrace(id: visit.id, since: visit.markedAt),
                startedAt: now,
                cause: .visitEnded,
                ending: ending,
                closed: exit
            )
            job.ended = EndedVisit(
                id: visit.id,
                cause: ending.cause,
                ending: ending.description,
                startedAt: visit.startedAt,
                extended: visit.extended,
                extensionReasons: visit.extensionReasons,
                held: visit.heldInAll(at: now.boot)
            )
            return [.announce(.visitEnded(visit.id, ending))] + afterClosing(job, goal: goal)
        case .killing(var job, let ending):
            job.closed = exit
            job.ended = job.visit.map { EndedVisit(id: $0.id, cause: ending.cause, ending: ending.description) }
            return afterClosing(job, goal: goal)
        case .recordingEnd, .destroying, .scanning, .storing, .searching, .makingHome, .checking, .marking, .starting,
            .locking, .unlocking:
            return []
        }
    }

    mutating func endRecorded() -> [Effect] {
        guard case .working(.recordingEnd(let job), let goal) = state else { return [] }
        return destroy(job, goal: goal)
    }

    mutating func homeDestroyed(_ places: [DestroyedPlace]) -> [Effect] {
        guard case .working(.destroying(var job), let goal) = state else { return [] }
        job.destroyed = places
        state = .working(.scanning(job), goal)
        return [.scan(for: job.visit, job.depth)]
    }

    mutating func scanned(_ result: ScanResult, at now: Moment) -> [Effect] {
        guard case .working(.scanning(let job), let goal) = state else { return [] }
        state = .working(.storing(job), goal)
        return [
            .storeReceipt(
                ReceiptDraft(
                    visit: job.visit?.id,
                    startedAt: job.startedAt,
                    finishedAt: now,
                    closed: job.closed,
                    destroyed: job.destroyed,
                    depth: job.depth,
                    scan: result,
                    confirmsRemote: confirmsRemote
                )
            )
        ]
    }

    mutating func receiptStored(_ receipt: Receipt) -> [Effect] {
        guard case .working(.storing(let job), let goal) = state else { return [] }
        lastReceipt = receipt.id
        if receipt.confirmsRemote { remoteIsUnconfirmed = false }
        confirmsRemote = false
        let told = Effect.announce(.wiped(receipt))
        guard let proof = CleanProof(receipt) else {
            return [told] + block(.findings(receipt.findings), rung: job.rung, visit: job.visit, goal: goal)
        }
        if case .lock = goal { return [told] + rest(nil, goal: goal) }
        if case .drill(let order, nil) = goal, job.ending == .drilled {
            state = .working(.searching(proof), goal)
            return [told, .searchTraces(order)]
        }
        state = .working(.makingHome(proof), goal)
        return [told, .makeHome]
    }

    mutating func searched(_ report: DrillReport) -> [Effect] {
        guard case .working(.searching(let proof), let goal) = state else { return [] }
        let told = Effect.announce(.drilled(report))
        guard report.isClean else {
            return [told] + block(.drillFailed(report), rung: .wipe, visit: nil, goal: goal)
        }
        let onward: Goal = if case .drill(let order, _) = goal { .drill(order, report) } else { goal }
        state = .working(.makingHome(proof), onward)
        return [told, .makeHome]
    }

    mutating func homeMade(at now: Moment) -> [Effect] {
        guard case .working(.makingHome(let proof), let goal) = state else { return [] }
        let home = CleanHome(madeAfter: proof)
        if trialIsDue, let told = goal.makesRoomForTrial {
            trialIsDue = false
            return told + open(.trial, on: home, goal: .trial, at: now)
        }
        guard goal.isHeldByChecks else { return arrive(home, goal: goal, at: now) }
        return check(home, goal: goal, at: now)
    }

    mutating func poweredOff() -> [Effect] {
        guard case .ending(let ending) = state, ending.phase == .poweringOff else { return [] }
        state = .off(.powerOff)
        return [.depart(.powerOff)]
    }

    mutating func failed(_ problem: Problem, at now: Moment) -> [Effect] {
        switch state {
        case .working(let step, let goal):
            switch step {
            case .closing(let visit, _):
                let trace = VisitTrace(id: visit.id, since: visit.markedAt)
                return block(.closeFailed(problem), rung: .wipe, visit: trace, goal: goal)
            case .killing(let job, _):
                return block(.closeFailed(problem), rung: job.rung, visit: job.visit, goal: goal)
            case .destroying(let job), .scanning(let job):
                return block(.wipeFailed(problem), rung: job.rung, visit: job.visit, goal: goal)
            case .searching: return block(.wipeFailed(problem), rung: .wipe, visit: nil, goal: goal)
            case .makingHome, .checking:
                let reason: BlockReason =
                    switch problem.concern {
                    case .template: .templateChanged(problem)
                    case .other: .homeFailed(problem)
                    }
                return block(reason, rung: .wipe, visit: nil, goal: goal)
            case .starting: return clientFailed(problem, at: now)
            case .recordingEnd, .storing, .marking, .locking, .unlocking: return ledgerFailed(problem)
            }
        case .ending(let ending):
            guard ending.phase == .poweringOff else { return [] }
            let goal: Goal = lockedSince == nil ? .ready(failed: nil) : .lock(then: nil)
            return [.noteShutdown(at: nil)] + block(.powerOffFailed(problem), rung: .wipe, visit: nil, goal: goal)
        case .starting, .ready, .visiting, .blocked, .locked, .off: return []
        }
    }

    mutating func ledgerFailed(_ problem: Problem) -> [Effect] {
        guard case .working(let step, let goal) = state else { return [] }
        switch step {
        // Destroying what the visit left comes first; the receipt will fail too, and block.
        case .recordingEnd(let job): return destroy(job, goal: goal)
        case .storing(let job): return block(.ledgerFailed(problem), rung: job.rung, visit: job.visit, goal: goal)
        case .marking(_, let purpose, _):
            // What the ledger says by now is not known.
            if purpose.plan != nil { remoteIsUnconfirmed = rules.confirmsRemoteTraces || remoteIsUnconfirmed }
            return block(.ledgerFailed(problem), rung: .wipe, visit: nil, goal: goal)
        case .searching: return block(.ledgerFailed(problem), rung: .wipe, visit: nil, goal: goal)
        case .locking(let next): return lockNotStored(next, problem, goal: goal)
        case .unlocking(let blocked): return stayLocked(blocked, problem, goal: goal)
        case .closing, .killing, .destroying, .scanning, .makingHome, .checking, .starting: return []
        }
    }

    mutating func clientExited(_ id: VisitID, _ exit: ClientExit) -> [Effect] {
        switch state {
        case .visiting(let visit) where visit.id == id:
            return close(visit, .clientExited(exit), goal: .ready(failed: nil))
        case .working(.starting(let trace, let purpose, let since, exited: nil), let goal) where trace.id == id:
            state = .working(.starting(trace, purpose, since: since, exited: exit), goal)
            return []
        case .starting, .working, .ready, .visiting, .blocked, .locked, .ending, .off: return []
        }
    }
}

extension WipeJob {
    /// What the officer has tried already decides what comes next.
    var rung: Blocked.Rung { cause == .blocked ? .reboot : .wipe }
}
