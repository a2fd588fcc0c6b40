/// Which notices the visitor is due, and when to look again. It is told the time and what is known of the visit, and
/// nothing else; all its times count since boot, so that setting the PC's clock moves none of them.
public struct NoticeSchedule: Sendable {
    /// What is to be done on the screen.
    public enum Step: Hashable, Sendable {
        case show(VisitorNotice)
        case withdraw(VisitorNotice.Slot)
    }

    public struct Look: Hashable, Sendable {
        public var steps: [Step] = []
        /// When something more is due if the visit stays as it is; nil for not before it changes.
        public var next: BootTime?
    }

    private struct Seen {
        var visit: NoticeVisit
        /// The least that was left, with what the visit was lengthened by since.
        var left: Duration
        /// What stands in the clock's slot.
        var standing: VisitorNotice?
    }

    private let warnAt: [Duration]
    private let lastBar: Duration
    private var seen: Seen?
    private var isClosing = false

    /// A visit of which more has passed when it is first seen is not welcomed any more.
    private static let welcomeLimit: Duration = .seconds(30)
    /// A warning that comes later than this says what is left by then.
    private static let warningSlack: Duration = .seconds(2)

    /// - Parameters:
    ///   - warnAt: how long before the end the warnings come.
    ///   - lastBar: how long before the end the bar comes; zero for none.
    public init(warnAt: [Duration], lastBar: Duration) {
        self.warnAt = warnAt
        self.lastBar = lastBar
    }

    /// - Parameter visit: nil while nothing is known of one.
    public mutating func look(at visit: NoticeVisit?, now: BootTime) -> Look {
        guard !isClosing, let visit else { return Look() }
        let left = visit.left(at: now)
        let message = seen.map { change(since: $0, to: visit, left) } ?? first(visit, left)
        let lengthened = seen.map { visit.extended - $0.visit.extended } ?? .zero
        let before = seen?.standing
        let standing = standing(visit, left)
        seen = Seen(
            visit: visit,
            left: seen.map { min($0.left + lengthened, left) } ?? left,
            standing: standing
        )
        var look = Look(next: next(visit, left))
        if standing == nil, let before { look.steps.append(.withdraw(before.slot)) }
        if let message { look.steps.append(.show(message)) }
        if let standing, standing != before { look.steps.append(.show(standing)) }
        return look
    }

    /// The call is asked to end.
    public mutating func close() -> [Step] {
        guard !isClosing else { return [] }
        isClosing = true
        let standing = seen?.standing.map { Step.withdraw($0.slot) }
        return [standing, .show(.closing)].compactMap { $0 }
    }

    private func first(_ visit: NoticeVisit, _ left: Duration) -> VisitorNotice? {
        if case .waiting = visit.clock { return .welcome(visit.total, isWaiting: true) }
        if visit.total - left <= Self.welcomeLimit { return .welcome(visit.total, isWaiting: false) }
        guard case .running = visit.clock, left > max(lastBar, .zero), warnAt.contains(where: { $0 >= left }) else {
            return nil
        }
        return .remaining(left)
    }

    /// The one thing to say of what has happened since the last look.
    private func change(since seen: Seen, to visit: NoticeVisit, _ left: Duration) -> VisitorNotice? {
        let lengthened = visit.extended - seen.visit.extended
        switch (seen.visit.clock, visit.clock) {
        case (.waiting, .running): return .begun(left)
        case (.held, .running): return .resumed(left)
        case (_, .running(let deadline)):
            if let warning = warning(from: seen.left + max(lengthened, .zero), to: left) { return warning }
            return lengthened > .zero ? .extended(lengthened, until: deadline) : nil
        case (_, .waiting), (_, .held): return lengthened > .zero ? .extended(lengthened, until: nil) : nil
        }
    }

    private func warning(from before: Duration, to left: Duration) -> VisitorNotice? {
        // Once the bar stands, it says so itself.
        guard left > max(lastBar, .zero), let due = warnAt.filter({ $0 < before && left <= $0 }).min() else {
            return nil
        }
        return .remaining(due - left <= Self.warningSlack ? due : left)
    }

    private func standing(_ visit: NoticeVisit, _ left: Duration) -> VisitorNotice? {
        switch visit.clock {
        case .waiting: nil
        case .held: .held
        case .running:
            left <= lastBar && lastBar > .zero
                ? .bar(left: .seconds(Self.secondsBegun(left)), percent: percent(left)) : nil
        }
    }

    private func percent(_ left: Duration) -> Int {
        Int(min(100, Self.secondsBegun(left) * 100_000 / max(1, lastBar.wholeMilliseconds)))
    }

    private func next(_ visit: NoticeVisit, _ left: Duration) -> BootTime? {
        guard case .running(let deadline) = visit.clock else { return nil }
        var points = warnAt.filter { $0 < left }
        if lastBar > .zero {
            if left > lastBar {
                points.append(lastBar)
            } else if left > .zero {
                points.append(.seconds(Self.secondsBegun(left) - 1))
            }
        }
        return points.max().map { deadline + (.zero - $0) }
    }

    /// Rounded up: the last second is 1, and the end is 0.
    private static func secondsBegun(_ left: Duration) -> Int64 { (max(0, left.wholeMilliseconds) + 999) / 1_000 }
}
