/// What was found last of each part, and when to look again. A pure value.
public struct CheckBook: Sendable {
    public struct Entry: Hashable, Sendable {
        public let result: CheckResult
        public let at: WallTime
    }

    /// What is looked at next by itself.
    public struct Look: Hashable, Sendable {
        public let task: CheckTask
        /// After how long.
        public let after: Duration
    }

    public private(set) var entries: [CheckName: Entry] = [:]
    /// How many looks in a row have found something that is not well.
    private var troubledLooks = 0

    private static let whileHeld: Duration = .seconds(2)
    private static let longestWhileHeld: Duration = .seconds(60)
    private static let whileReady: Duration = .seconds(15)
    private static let longestWhileReady: Duration = .seconds(300)

    public init() {}

    /// Takes in what was found.
    ///
    /// - Parameter depth: how deep the look was; a quick one does not prove that what a full one found is mended.
    /// - Returns: what is another verdict than before; the first one of a part counts where it is not well.
    public mutating func enter(
        _ results: [CheckResult],
        _ depth: CheckTask.Depth,
        at time: WallTime
    ) -> [CheckResult] {
        var changed: [CheckResult] = []
        for result in results {
            let before = entries[result.name]?.result
            // A part that a visit has in use says nothing of what it was before.
            if result.verdict == .skipped, before != nil, result.name.isUsedByVisits { continue }
            if depth == .quick, before?.isConcern == true, !result.isConcern { continue }
            entries[result.name] = Entry(result: result, at: time)
            if result.verdict != before?.verdict, before != nil || result.isConcern { changed.append(result) }
        }
        return changed
    }

    /// Has the next looks begin anew, as after something changed that may have mended it.
    public mutating func hurry() { troubledLooks = 0 }

    /// A look that nobody asked for has been made.
    public mutating func looked(_ checks: Configuration.Checks) {
        troubledLooks = open(checks, isHeld: true).isEmpty ? 0 : min(troubledLooks + 1, 10)
    }

    /// What is to be looked at next while the station is ready, or only checks keep it from that.
    public func nextLook(_ checks: Configuration.Checks, isHeld: Bool) -> Look? {
        let open = open(checks, isHeld: isHeld)
        if !open.isEmpty {
            let (first, longest) =
                isHeld ? (Self.whileHeld, Self.longestWhileHeld) : (Self.whileReady, Self.longestWhileReady)
            let isNew = open.contains { entries[$0] == nil }
            let wait = min(longest, first * (1 << troubledLooks))
            return Look(task: CheckTask(open, .full), after: isNew && troubledLooks == 0 ? .zero : wait)
        }
        guard let task = checks.task(.quick), !checks.required.isEmpty else { return nil }
        return Look(task: task, after: Self.longestWhileReady)
    }

    /// All that is not well, required ones first and the worst first.
    public func concerns(_ checks: Configuration.Checks) -> [CheckResult] {
        entries.values.map(\.result).filter { $0.isConcern && checks.severity(of: $0.name) != .off }
            .sorted { ($0.rank(checks), $0.name.order) < ($1.rank(checks), $1.name.order) }
    }

    public func count(_ verdict: CheckResult.Verdict) -> Int { entries.values.count { $0.result.verdict == verdict } }

    /// When the newest of them was looked at; nil before the first.
    public var newest: WallTime? { entries.values.map(\.at).max() }

    /// The parts that were never looked at, or were not well.
    private func open(_ checks: Configuration.Checks, isHeld: Bool) -> [CheckName] {
        CheckName.allCases.filter { name in
            // The call program is tried anew where nothing but that can make the station ready.
            if name == .start {
                return isHeld && checks.required.contains(name) && entries[name]?.result.verdict == .fail
            }
            return name.place != .station && checks.severity(of: name) != .off
                && entries[name]?.result.isConcern != false
        }
    }
}

extension CheckResult {
    public var isConcern: Bool {
        switch verdict {
        case .warn, .fail: true
        case .pass, .skipped: false
        }
    }

    fileprivate func rank(_ checks: Configuration.Checks) -> Int {
        switch (verdict, checks.severity(of: name)) {
        case (.fail, .required): 0
        case (.fail, .advisory), (.fail, .off): 1
        case (.warn, _): 2
        case (.skipped, _), (.pass, _): 3
        }
    }
}

extension CheckName {
    fileprivate var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
