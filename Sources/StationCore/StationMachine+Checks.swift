/// What the checks decide: whether a clean station is ready.
extension StationMachine {
    /// Has the parts looked at that decide; in full once after each start and whenever an officer has it prepared.
    mutating func check(_ home: CleanHome, goal: Goal, at now: Moment) -> [Effect] {
        state = .working(.checking(home), goal)
        guard let task = rules.checks.task(wantsFullCheck ? .full : .quick) else { return checked([], at: now) }
        return [.runChecks(task)]
    }

    mutating func checked(_ checks: [CheckResult], at now: Moment) -> [Effect] {
        guard case .working(.checking(let home), let goal) = state else { return [] }
        wantsFullCheck = false
        let failed = holding(checks + [startFailure].compactMap { $0 }, at: now)
        if failed.isEmpty || !goal.isHeldByChecks { return arrive(home, goal: goal, at: now) }
        return hold(home, failed, goal: goal, at: now)
    }

    /// What was looked at again, or what an officer asked to see, while nothing waited for it.
    mutating func rechecked(_ checks: [CheckResult], at now: Moment) -> [Effect] {
        switch state {
        case .ready(let home):
            let failed = holding(checks, at: now)
            return failed.isEmpty ? [] : hold(home, failed, goal: .ready(failed: nil), at: now)
        case .blocked(let blocked):
            guard case .checksFailed(let before, let home) = blocked.reason else { return [] }
            let seen = Set(checks.filter { $0.verdict != .skipped }.map(\.name))
            return reconsider(before.filter { !seen.contains($0.name) } + checks, before: before, home, at: now)
        case .starting, .working, .visiting, .locked, .ending, .off: return []
        }
    }

    mutating func checksAccepted(_ accepted: AcceptedChecks, at now: Moment) -> [Effect] {
        acceptedChecks = accepted
        return reconsider(at: now)
    }

    /// What keeps the station from `ready` may count no more.
    mutating func reconsider(at now: Moment) -> [Effect] {
        guard case .blocked(let blocked) = state, case .checksFailed(let before, let home) = blocked.reason else {
            return []
        }
        return reconsider(before, before: before, home, at: now)
    }

    /// What a trial of the call program came to.
    ///
    /// - Parameter problem: why it did not start; nil where it did.
    mutating func tried(_ problem: Problem?, since: BootTime, at now: Moment) -> [Effect] {
        let took = now.boot - since
        let seconds = DurationText.seconds(took)
        let finding: CheckFinding =
            if let problem {
                .fail(
                    LocalText(problem.message, "program panggilan tidak berjalan: \(problem.message)"),
                    LocalText(problem.remedy, "Panggil administrator: \(problem.remedy)")
                )
            } else if rules.seesClient {
                .pass(
                    LocalText("the first picture came after \(seconds) s", "gambar pertama setelah \(seconds) detik")
                )
            } else {
                .pass(LocalText("it started after \(seconds) s", "berjalan setelah \(seconds) detik"))
            }
        let result = CheckResult(.start, finding, duration: took)
        startFailure = problem == nil ? nil : result
        return [.found(result)]
    }

    /// Which of the failing checks keep the station from `ready`.
    public func holding(_ checks: [CheckResult], at now: Moment) -> [CheckResult] {
        checks.filter {
            $0.verdict == .fail && rules.checks.required.contains($0.name) && !hasAccepted($0.name, at: now)
        }
    }

    public func hasAccepted(_ name: CheckName, at now: Moment) -> Bool {
        // The day takes reckoning, and is asked for with each status.
        guard let acceptedChecks, acceptedChecks.names.contains(name) else { return false }
        return acceptedChecks.day == rosterDay(at: now.wall)
    }

    /// Whether a client runs, starts or ends: what visits use is in use.
    public var isWithClient: Bool {
        switch state {
        case .visiting: true
        case .working(let step, _): step.holdsClient || step.isOpening
        case .starting, .ready, .blocked, .locked, .ending, .off: false
        }
    }

    /// A station that only a check has blocked becomes ready by itself.
    private mutating func reconsider(
        _ checks: [CheckResult],
        before: [CheckResult],
        _ home: CleanHome,
        at now: Moment
    ) -> [Effect] {
        let failed = holding(checks, at: now)
        if failed.isEmpty { return arrive(home, goal: .ready(failed: nil), at: now) }
        state = .blocked(.byChecks(failed, on: home))
        // The same parts again are nothing new.
        return failed.map(\.name) == before.map(\.name) ? [] : [.announce(.blocked(.byChecks(failed, on: home)))]
    }

    private mutating func hold(_ home: CleanHome, _ failed: [CheckResult], goal: Goal, at now: Moment) -> [Effect] {
        let blocked = Blocked.byChecks(failed, on: home)
        let told = Effect.announce(.blocked(blocked))
        switch goal {
        case .ready, .visit, .drill, .trial:
            state = .blocked(blocked)
            if case .ready(let problem?) = goal {
                return [told, .settle(.clientFailed(problem)), .settle(.blocked(blocked))]
            }
            let drilled: [Effect] = if case .drill(_, let report?) = goal { [.settle(.drilled(report))] } else { [] }
            return [told] + drilled + [.settle(.blocked(blocked))]
        case .depart(.powerOff): return [told] + announceShutdown(before: .blocked(blocked), at: now)
        case .depart, .lock: return arrive(home, goal: goal, at: now)
        }
    }
}

extension Goal {
    /// What those are told first who wait for what is done by now; nil where a trial is not for now.
    var makesRoomForTrial: [Effect]? {
        switch self {
        case .ready(failed: nil): []
        case .drill(_, let report?): [.settle(.drilled(report))]
        case .ready, .visit, .drill, .trial, .depart, .lock: nil
        }
    }
}

extension Blocked {
    fileprivate static func byChecks(_ failed: [CheckResult], on home: CleanHome) -> Blocked {
        Blocked(reason: .checksFailed(failed, on: home), rung: .wipe, visit: nil)
    }
}
