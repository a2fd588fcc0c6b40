/// The roster of one day, with the rules of what can become of it.
public struct RosterDay: Hashable, Sendable {
    public let day: CalendarDay
    public let rules: RosterRules
    /// In the order of their tickets. Entries are added at the end and none is ever taken out.
    public internal(set) var entries: [RosterEntry]
    /// The number of the next entry.
    private(set) var nextID: EntryID
    /// The numbers that are registered, and whether they have had their turn.
    private(set) var hasBeenServed: [RegisterNumber: Bool]
    private(set) var lastPlace: Int

    /// - Parameters:
    ///   - entries: in the order of their tickets.
    ///   - nextID: what the next entry will be known by.
    public init(day: CalendarDay, entries: [RosterEntry], rules: RosterRules, nextID: EntryID) {
        self.day = day
        self.entries = entries
        self.rules = rules
        self.nextID = nextID
        // One who was absent or taken off may come after all.
        hasBeenServed = Dictionary(
            entries.filter { $0.takesPlace }.map { ($0.number, $0.state == .served) },
            uniquingKeysWith: { $0 && $1 }
        )
        lastPlace = entries.map(\.place).max() ?? 0
    }

    /// How the day stands for the station.
    public var queue: Queue {
        let turns = entries.filter { $0.state.awaitsTurn }.sorted { $0.place < $1.place }
        let called = turns.first { $0.state == .called }
        return Queue(
            waiting: turns.map(\.turn),
            called: called.flatMap { entry in
                entry.calledAt.map { Queue.Called(entry: entry.id, at: $0, since: entry.calledSince) }
            },
            served: entries.count { $0.state == .served },
            absent: entries.count { $0.state == .absent }
        )
    }

    /// Does what is to be done.
    ///
    /// - Parameters:
    ///   - boot: now on the boot clock.
    ///   - served: how many visits an inmate has had in the day's month.
    public mutating func apply(
        _ change: RosterChange,
        at now: WallTime,
        boot: BootTime? = nil,
        served: (RegisterNumber) -> Int = { _ in 0 }
    ) throws(RosterRefusal) -> RosterOutcome {
        var problems: [ImportProblem] = []
        var doubts: [ImportDoubt] = []
        let meant: [RosterEntry]
        switch change {
        case .add(let number, let category, let visitClass, let note, let override):
            meant = [
                try add(
                    number: number,
                    category: category,
                    visitClass: visitClass,
                    note: note,
                    override: override,
                    at: now,
                    served: served
                )
            ]
        case .remove(let ticket): meant = [try remove(ticket)]
        case .move(let ticket, let position): meant = [try move(ticket, to: position)]
        case .absent(let ticket): meant = [try markAbsent(ticket)]
        case .call(let ticket): meant = [try call(ticket, at: now, boot: boot)]
        case .importing(let text, let dryRun, let override):
            var copy = self
            (meant, problems) = try copy.importing(text, override: override, at: now, served: served)
            doubts = ImportDoubt.all(in: text)
            if !dryRun { self = copy }
        }
        return RosterOutcome(entries: meant, problems: problems, doubts: doubts, queue: queue)
    }

    /// Registers an inmate, at the end of those who wait.
    ///
    /// - Parameters:
    ///   - override: a supervisor's reason to do it against the rules.
    ///   - served: how many visits an inmate has had in the day's month.
    public mutating func add(
        number: String,
        category: CategoryID,
        visitClass: VisitClass,
        note: String? = nil,
        override: String? = nil,
        at now: WallTime,
        served: (RegisterNumber) -> Int = { _ in 0 }
    ) throws(RosterRefusal) -> RosterEntry {
        let candidate = try Candidate(number: number, category: rules.category(category), note: note)
        let override = try Self.reason(override)
        let refusals = objections(
            to: candidate.number,
            of: candidate.category,
            taken: taken,
            override: override,
            served: served
        )
        if let first = refusals.first { throw first }
        return append(candidate, visitClass: visitClass, override: override, at: now)
    }

    /// Takes one off who still waits.
    public mutating func remove(_ ticket: Int) throws(RosterRefusal) -> RosterEntry {
        let index = try indexAwaitingTurn(ticket, field: "ticket")
        entries[index].state = .removed
        entries[index].forgetCall()
        release(entries[index].number)
        return entries[index]
    }

    /// Gives one who waits another place among those who wait.
    ///
    /// - Parameter position: from 1 on.
    public mutating func move(_ ticket: Int, to position: Int) throws(RosterRefusal) -> RosterEntry {
        let index = try indexAwaitingTurn(ticket, field: "ticket")
        var turns = entries.indices.filter { entries[$0].state.awaitsTurn }
            .sorted { entries[$0].place < entries[$1].place }
        guard position >= 1, position <= turns.count, let from = turns.firstIndex(of: index) else {
            throw RosterRefusal(
                .malformed,
                .noPlace,
                ["\(turns.count)"],
                field: "position",
                value: String(position),
                message: "There is no such place among those who wait.",
                remedy: "Name a place from 1 to \(turns.count)."
            )
        }
        // The same places, dealt out anew: whoever is in the room now keeps theirs, should the visit come to nothing.
        let places = turns.map { entries[$0].place }
        turns.remove(at: from)
        turns.insert(index, at: position - 1)
        for (turn, place) in zip(turns, places) { entries[turn].place = place }
        return entries[index]
    }

    /// One who was called did not come: goes to the end of those who wait, or off the roster, as the rules say.
    public mutating func markAbsent(_ ticket: Int) throws(RosterRefusal) -> RosterEntry {
        let index = try indexAwaitingTurn(ticket, field: "ticket")
        guard entries[index].wasCalled else {
            throw RosterRefusal(
                .wrongState,
                .notCalled,
                field: "ticket",
                value: String(ticket),
                message: "This inmate was not called yet.",
                remedy: "Call first: 'vcctl call \(ticket)'. To take somebody off who will not come: "
                    + "'vcctl roster remove \(ticket)'."
            )
        }
        entries[index].forgetCall()
        entries[index].wasCalled = false
        switch rules.absent {
        case .end:
            lastPlace += 1
            entries[index].state = .waiting
            entries[index].place = lastPlace
        case .off:
            entries[index].state = .absent
            release(entries[index].number)
        }
        return entries[index]
    }

    /// Calls an inmate to the room. Whoever was called before and did not come waits again, in the same place.
    ///
    /// - Parameters:
    ///   - ticket: nil for the first who waits.
    ///   - boot: now on the boot clock.
    public mutating func call(
        _ ticket: Int?,
        at now: WallTime,
        boot: BootTime? = nil
    ) throws(RosterRefusal) -> RosterEntry {
        let index: Int
        if let ticket {
            index = try indexAwaitingTurn(ticket, field: "ticket")
        } else {
            let turns = entries.indices.filter { entries[$0].state.awaitsTurn }
            guard let first = turns.min(by: { entries[$0].place < entries[$1].place }) else {
                throw RosterRefusal(
                    .nobodyWaiting,
                    .nobodyWaits,
                    field: "",
                    value: "",
                    message: "Nobody on the roster waits.",
                    remedy: "Register an inmate first: 'vcctl roster add'."
                )
            }
            index = first
        }
        for other in entries.indices where entries[other].state == .called {
            entries[other].state = .waiting
            entries[other].forgetCall()
        }
        entries[index].state = .called
        entries[index].wasCalled = true
        entries[index].calledAt = now
        entries[index].calledSince = boot
        return entries[index]
    }

    /// Where the entry of a ticket is that can have a turn.
    private func indexAwaitingTurn(_ ticket: Int, field: String) throws(RosterRefusal) -> Int {
        guard let index = entries.firstIndex(where: { $0.ticket == ticket }) else {
            throw RosterRefusal(
                .noSuchTicket,
                .noTicket,
                field: field,
                value: String(ticket),
                message: "Nobody has this ticket today.",
                remedy: "'vcctl roster list' shows the tickets."
            )
        }
        guard entries[index].state.awaitsTurn else {
            throw RosterRefusal(
                .wrongState,
                .notWaiting,
                [entries[index].state.rawValue],
                field: field,
                value: String(ticket),
                message: "This inmate does not wait any more: \(entries[index].state.words).",
                remedy: "'vcctl roster list' shows who waits."
            )
        }
        return index
    }
}

extension RosterDay {
    /// Adds an entry that nothing speaks against.
    mutating func append(
        _ candidate: Candidate,
        visitClass: VisitClass,
        override: String?,
        at now: WallTime
    ) -> RosterEntry {
        lastPlace += 1
        let entry = RosterEntry(
            id: nextID,
            day: day,
            ticket: (entries.last?.ticket ?? 0) + 1,
            number: candidate.number,
            category: candidate.category,
            visitClass: visitClass,
            note: candidate.note,
            place: lastPlace,
            registeredAt: now,
            override: override
        )
        nextID = EntryID(nextID.number + 1)
        hasBeenServed[entry.number] = false
        entries.append(entry)
        return entry
    }

    /// One who was taken off may be registered again; a turn that was had stays known.
    private mutating func release(_ number: RegisterNumber) {
        hasBeenServed[number] = entries.contains { $0.number == number && $0.state == .served } ? true : nil
    }
}

extension RosterEntry {
    fileprivate mutating func forgetCall() {
        calledAt = nil
        calledSince = nil
    }

    /// Whether it is one of those that the day has room for.
    var takesPlace: Bool {
        switch state {
        case .waiting, .called, .visiting, .served: true
        case .absent, .removed: false
        }
    }
}

extension EntryState {
    fileprivate var words: String {
        switch self {
        case .waiting: "waits"
        case .called: "is called"
        case .visiting: "is in the visit now"
        case .served: "has had the visit"
        case .absent: "did not come"
        case .removed: "was taken off the roster"
        }
    }
}
