/// What officers ask for.
extension StationMachine {
    mutating func handle(_ request: Request, at now: Moment) -> [Effect] {
        switch request {
        case .next(let seen, let order): next(seen: seen, order, at: now)
        case .end(let seen): stop(.end, seen: seen, at: now)
        case .wipe(let seen, let confirmsRemote):
            // Where nothing has to be confirmed, nothing is.
            stop(confirmsRemote && rules.confirmsRemoteTraces ? .confirmingWipe : .wipe, seen: seen, at: now)
        case .prepare: prepare(at: now)
        case .drill(let order): drill(order, at: now)
        case .trial: tryOut(at: now)
        case .extend(let duration, let seen, let grounds): extend(by: duration, seen: seen, grounds, at: now)
        case .connected(let seen): connected(seen: seen, at: now)
        case .hold(let seen): hold(seen: seen, at: now)
        case .resume(let seen): resume(seen: seen, at: now)
        case .restartCall(let seen): restartCall(seen: seen)
        case .panic: panic(at: now)
        case .unlock: unlock()
        case .shutdown: shutdown(at: now)
        case .cancelShutdown: cancelShutdown()
        }
    }

    private mutating func next(seen: VisitID?, _ order: NextOrder, at now: Moment) -> [Effect] {
        let wait = Effect.answer(.wait(.visit))
        switch state {
        case .starting, .working(_, .drill), .working(_, .trial), .working(_, .ready(failed: .some)):
            return refuse(.busy)
        case .working(let step, .ready(failed: nil)) where step.isOpening: return refuse(.busy)
        case .working(_, .depart), .ending, .off: return refuse(.shuttingDown)
        case .working(_, .lock), .locked: return refuse(locked)
        case .blocked(let blocked): return refuse(.blocked(blocked))
        case .working(_, .visit(let other)):
            let isSame =
                (order.ticket == nil || order.ticket == other.ticket?.number)
                && (order.address == nil || order.address == other.address)
            return isSame ? [wait] : refuse(.busy)
        case .visiting(let visit):
            if let seen, seen != visit.id { return refuse(.stale(seen: seen, running: visit.id)) }
        case .ready, .working(_, .ready(failed: nil)): break
        }
        if rules.confirmsRemoteTraces, remoteIsUnconfirmed { return refuse(.remoteTraces(rules.remoteTraces)) }
        if order.confirmsClock { day.clockIsConfirmed = true }
        let plan: VisitPlan
        do throws(Refusal) {
            plan = try self.plan(order, at: now)
        } catch {
            return refuse(error)
        }
        switch state {
        case .ready(let home): return [wait] + open(.call(plan), on: home, goal: .visit(plan), at: now)
        case .visiting(let visit): return [wait] + close(visit, visit.endingByOfficer, goal: .visit(plan))
        case .working(let step, _):
            state = .working(step, .visit(plan))
            return [wait]
        case .starting, .blocked, .locked, .ending, .off: return refuse(.busy)
        }
    }

    private enum Stop { case end, wipe, confirmingWipe }

    private mutating func stop(_ verb: Stop, seen: VisitID?, at now: Moment) -> [Effect] {
        let wait = Effect.answer(.wait(.ready))
        switch state {
        case .starting: return refuse(.busy)
        case .visiting(let visit):
            if let seen, seen != visit.id { return refuse(.stale(seen: seen, running: visit.id)) }
            confirmsRemote = verb == .confirmingWipe
            return [wait] + close(visit, visit.endingByOfficer, goal: .ready(failed: nil))
        case .working(let step, .ready), .working(let step, .drill), .working(let step, .trial):
            if verb == .confirmingWipe {
                guard step.comesBeforeReceipt else { return refuse(.busy) }
                confirmsRemote = true
            }
            return [wait]
        case .working(_, .visit): return refuse(.busy)
        case .working(_, .depart), .ending, .off: return refuse(.shuttingDown)
        case .working(_, .lock), .locked: return refuse(locked)
        case .ready:
            switch verb {
            case .end: return refuse(.noVisit)
            case .wipe, .confirmingWipe:
                confirmsRemote = verb == .confirmingWipe
                return [wait] + wipe(nil, .asked, goal: .ready(failed: nil), at: now)
            }
        case .blocked(let blocked):
            switch verb {
            case .end: return refuse(.blocked(blocked))
            case .wipe, .confirmingWipe:
                confirmsRemote = verb == .confirmingWipe
                return [wait] + wipe(blocked.visit, .blocked, goal: .ready(failed: nil), at: now)
            }
        }
    }

    private mutating func prepare(at now: Moment) -> [Effect] {
        switch state {
        case .ready: return [.answer(.done)]
        case .visiting: return refuse(.busy)
        case .blocked(let blocked):
            guard case .checksFailed(_, let home) = blocked.reason else {
                return stop(.wipe, seen: nil, at: now)
            }
            // It is clean: what failed is looked at again.
            wantsFullCheck = true
            return [.answer(.wait(.ready))] + check(home, goal: .ready(failed: nil), at: now)
        case .starting, .working, .locked, .ending, .off: return stop(.wipe, seen: nil, at: now)
        }
    }

    private mutating func drill(_ order: DrillOrder, at now: Moment) -> [Effect] {
        if let device = order.rawDevice, !rules.rawDevices.contains(device) {
            return refuse(.deviceNotConfigured(device, allowed: rules.rawDevices))
        }
        let wait = Effect.answer(.wait(.drill))
        switch state {
        case .starting, .visiting: return refuse(.busy)
        case .ready(let home): return [wait] + open(.drill, on: home, goal: .drill(order, nil), at: now)
        case .working(_, .drill(order, _)): return [wait]
        case .working(let step, .ready(failed: nil)) where !step.isOpening:
            state = .working(step, .drill(order, nil))
            return [wait]
        case .working(_, .ready), .working(_, .visit), .working(_, .drill), .working(_, .trial): return refuse(.busy)
        case .working(_, .depart), .ending, .off: return refuse(.shuttingDown)
        case .working(_, .lock), .locked: return refuse(locked)
        case .blocked(let blocked): return refuse(.blocked(blocked))
        }
    }

    /// Tries the call program, on a home of its own.
    private mutating func tryOut(at now: Moment) -> [Effect] {
        let wait = Effect.answer(.wait(.ready))
        switch state {
        case .ready(let home): return [wait] + open(.trial, on: home, goal: .trial, at: now)
        case .working(_, .trial): return [wait]
        case .blocked(let blocked):
            guard case .checksFailed(_, let home) = blocked.reason else { return refuse(.blocked(blocked)) }
            return [wait] + open(.trial, on: home, goal: .trial, at: now)
        case .working(_, .depart), .ending, .off: return refuse(.shuttingDown)
        case .working(_, .lock), .locked: return refuse(locked)
        case .starting, .visiting, .working: return refuse(.busy)
        }
    }

    private mutating func shutdown(at now: Moment) -> [Effect] {
        let wait = Effect.answer(.wait(.departure))
        switch state {
        case .starting: return refuse(.busy)
        case .ready(let home): return [wait] + announceShutdown(before: .ready(home), at: now)
        case .blocked(let blocked): return [wait] + announceShutdown(before: .blocked(blocked), at: now)
        case .locked(let blocked): return [wait] + announceShutdown(before: .locked(blocked), at: now)
        case .working(_, .lock): return refuse(locked)
        case .visiting(let visit): return [wait] + close(visit, .departing, goal: .depart(.powerOff))
        case .working(_, .depart): return [wait]
        case .working(let step, .ready), .working(let step, .visit), .working(let step, .drill),
            .working(let step, .trial):
            state = .working(step, .depart(.powerOff))
            return [.settle(.shuttingDown), wait]
        case .ending(let ending):
            switch ending.phase {
            case .announced(let offAt): return [wait, .settle(.departing(offAt: offAt))]
            case .poweringOff: return [wait, .settle(.departing(offAt: nil))]
            }
        case .off: return refuse(.shuttingDown)
        }
    }

    private mutating func cancelShutdown() -> [Effect] {
        let cancelled: [Effect] = [
            .noteShutdown(at: nil), .settle(.shutdownCancelled), .announce(.shutdownCancelled), .answer(.done),
        ]
        switch state {
        case .working(let step, .depart(.powerOff)):
            state = .working(step, .ready(failed: nil))
            return cancelled
        case .ending(let ending):
            switch (ending.phase, ending.before) {
            case (.announced, .ready(let home)): state = .ready(home)
            case (.announced, .blocked(let blocked)): state = .blocked(blocked)
            case (.announced, .locked(let blocked)): state = .locked(blocked: blocked)
            case (.poweringOff, _): return refuse(.shuttingDown)
            }
            // Who wants the PC on wants it on for a while.
            day.staysOn = rules.shutdown.whenDone
            return [.cancelAlarms] + cancelled
        case .working(_, .depart(.leave)), .working(_, .depart(.systemShutdown)), .off: return refuse(.shuttingDown)
        case .starting, .working(_, .ready), .working(_, .visit), .working(_, .drill), .working(_, .trial),
            .working(_, .lock), .ready,
            .visiting, .blocked, .locked:
            return refuse(.notShuttingDown)
        }
    }

    func refuse(_ refusal: Refusal) -> [Effect] { [.answer(.refused(refusal))] }
}
