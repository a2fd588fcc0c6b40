/// What officers ask for.
extension StationMachine {
    mutating func handle(_ request: Request, at now: Moment) -> [Effect] {
        switch request {
        case .next(let seen, let ticket): next(seen: seen, ticket: ticket, at: now)
        case .end(let seen): stop(.end, seen: seen, at: now)
        case .wipe(let seen, let confirmsRemote):
            // Where nothing has to be confirmed, nothing is.
            stop(confirmsRemote && rules.confirmsRemoteTraces ? .confirmingWipe : .wipe, seen: seen, at: now)
        case .prepare: prepare(at: now)
        case .drill(let order): drill(order, at: now)
        case .extend(let duration, let seen): extend(by: duration, seen: seen, at: now)
        case .shutdown: shutdown(at: now)
        case .cancelShutdown: cancelShutdown()
        }
    }

    private mutating func next(seen: VisitID?, ticket: String?, at now: Moment) -> [Effect] {
        let wait = Effect.answer(.wait(.visit))
        switch state {
        case .ready, .visiting, .working(_, .ready(failed: nil)):
            if rules.confirmsRemoteTraces, remoteIsUnconfirmed { return refuse(.remoteTraces(rules.remoteTraces)) }
        case .starting, .working, .ending, .off, .blocked: break
        }
        switch state {
        case .starting: return refuse(.busy)
        case .ready(let home): return [wait] + open(.call, on: home, goal: .visit(ticket: ticket), at: now)
        case .visiting(let visit):
            if let seen, seen != visit.id { return refuse(.stale(seen: seen, running: visit.id)) }
            return [wait] + close(visit, .requested, goal: .visit(ticket: ticket))
        case .working(let step, .ready(failed: nil)) where !step.isOpening:
            state = .working(step, .visit(ticket: ticket))
            return [wait]
        case .working(_, .ready), .working(_, .drill): return refuse(.busy)
        case .working(_, .visit(let other)): return ticket == nil || ticket == other ? [wait] : refuse(.busy)
        case .working(_, .depart), .ending, .off: return refuse(.shuttingDown)
        case .blocked(let blocked): return refuse(.blocked(blocked))
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
            return [wait] + close(visit, .requested, goal: .ready(failed: nil))
        case .working(let step, .ready), .working(let step, .drill):
            if verb == .confirmingWipe {
                guard step.comesBeforeReceipt else { return refuse(.busy) }
                confirmsRemote = true
            }
            return [wait]
        case .working(_, .visit): return refuse(.busy)
        case .working(_, .depart), .ending, .off: return refuse(.shuttingDown)
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
        case .ready: [.answer(.done)]
        case .visiting: refuse(.busy)
        case .starting, .working, .blocked, .ending, .off: stop(.wipe, seen: nil, at: now)
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
        case .working(_, .ready), .working(_, .visit), .working(_, .drill): return refuse(.busy)
        case .working(_, .depart), .ending, .off: return refuse(.shuttingDown)
        case .blocked(let blocked): return refuse(.blocked(blocked))
        }
    }

    private mutating func extend(by duration: Duration, seen: VisitID?, at now: Moment) -> [Effect] {
        guard case .visiting(var visit) = state else { return refuse(.noVisit) }
        if let seen, seen != visit.id { return refuse(.stale(seen: seen, running: visit.id)) }
        let allowed = rules.maxExtension - visit.extended
        guard duration <= allowed else { return refuse(.extensionTooLong(allowed: max(allowed, .zero))) }
        visit.deadline = visit.deadline + duration
        visit.extended += duration
        state = .visiting(visit)
        return [.cancelAlarms] + alarms(for: visit, at: now)
            + [.remember(visit), .announce(.visitExtended(visit, by: duration)), .answer(.done)]
    }

    private mutating func shutdown(at now: Moment) -> [Effect] {
        let wait = Effect.answer(.wait(.departure))
        switch state {
        case .starting: return refuse(.busy)
        case .ready(let home): return [wait] + announceShutdown(before: .ready(home), at: now)
        case .blocked(let blocked): return [wait] + announceShutdown(before: .blocked(blocked), at: now)
        case .visiting(let visit): return [wait] + close(visit, .departing, goal: .depart(.powerOff))
        case .working(_, .depart): return [wait]
        case .working(let step, .ready), .working(let step, .visit), .working(let step, .drill):
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
        let cancelled: [Effect] = [.settle(.shutdownCancelled), .announce(.shutdownCancelled), .answer(.done)]
        switch state {
        case .working(let step, .depart(.powerOff)):
            state = .working(step, .ready(failed: nil))
            return cancelled
        case .ending(let ending):
            switch (ending.phase, ending.before) {
            case (.announced, .ready(let home)): state = .ready(home)
            case (.announced, .blocked(let blocked)): state = .blocked(blocked)
            case (.poweringOff, _): return refuse(.shuttingDown)
            }
            return [.cancelAlarms] + cancelled
        case .working(_, .depart(.leave)), .working(_, .depart(.systemShutdown)), .off: return refuse(.shuttingDown)
        case .starting, .working(_, .ready), .working(_, .visit), .working(_, .drill), .ready, .visiting, .blocked:
            return refuse(.notShuttingDown)
        }
    }

    private func refuse(_ refusal: Refusal) -> [Effect] { [.answer(.refused(refusal))] }
}
