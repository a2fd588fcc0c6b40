/// The steps of the service's standard, in SOP.md's order.
public enum StandardStep: String, Hashable, Sendable, CaseIterable {
    case registration, preparation, calling, visit, wipe, closing

    /// The standard's time for the step (SOP.md, "Procedure").
    public var standard: Duration {
        switch self {
        case .registration: .seconds(20 * 60)
        case .preparation: .seconds(15 * 60)
        case .calling: .seconds(5 * 60)
        case .visit: .seconds(10 * 60)
        case .wipe: .seconds(3 * 60)
        case .closing: .seconds(15 * 60)
        }
    }

    /// How long the room is taken by one visit that is made by hand (SOP.md: 5 + 10 + 3 minutes).
    public static let visitByHand = calling.standard + visit.standard + wipe.standard
}

/// What the days of a report come to.
public struct ReportTotals: Hashable, Sendable {
    public struct Cause: Hashable, Sendable {
        public let cause: EndCause
        public let count: Int

        public init(cause: EndCause, count: Int) {
            self.cause = cause
            self.count = count
        }
    }

    public struct Step: Hashable, Sendable {
        public let step: StandardStep
        public let count: Int
        /// Nil where nothing was measured.
        public let average: Duration?
        public let longest: Duration?

        public init(step: StandardStep, count: Int, average: Duration?, longest: Duration?) {
            self.step = step
            self.count = count
            self.average = average
            self.longest = longest
        }
    }

    public let registered: Int
    public let served: Int
    public let absent: Int
    /// How many the standard's times leave room for in the sessions.
    public let servedByHand: Int
    /// Those that occurred, in the order of `EndCause`.
    public let causes: [Cause]
    /// All of them, in the standard's order.
    public let steps: [Step]

    /// - Parameter sessions: how long each session of those days is.
    public init(of days: [DayReport], sessions: [Duration]) {
        let visits = days.flatMap(\.visits)
        registered = days.reduce(0) { $0 + $1.registered }
        absent = days.reduce(0) { $0 + $1.absent }
        served = visits.count { $0.isServed }
        let byHand = StandardStep.visitByHand.wholeMilliseconds
        servedByHand = sessions.reduce(0) { $0 + Int(max(0, $1.wholeMilliseconds) / byHand) }
        causes = EndCause.allCases.compactMap { cause in
            let count = visits.count { $0.cause == cause }
            return count == 0 ? nil : Cause(cause: cause, count: count)
        }
        steps = StandardStep.allCases.map { step in
            Step(step, took: days.flatMap { $0.durations(of: step) })
        }
    }
}

extension ReportTotals.Step {
    fileprivate init(_ step: StandardStep, took durations: [Duration]) {
        self.init(
            step: step,
            count: durations.count,
            average: durations.isEmpty ? nil : durations.reduce(.zero, +) / durations.count,
            longest: durations.max()
        )
    }
}

extension DayReport {
    /// How long a step took each time that it is known.
    fileprivate func durations(of step: StandardStep) -> [Duration] {
        switch step {
        case .registration: registered < 2 ? [] : [registering].compactMap(\.self)
        case .preparation: [readyAfter].compactMap(\.self)
        case .calling: visits.compactMap { $0.startedAt == nil ? nil : $0.calling }
        case .visit: visits.compactMap { $0.isServed ? $0.took : nil }
        case .wipe: visits.compactMap(\.wiping)
        case .closing: [closing].compactMap(\.self)
        }
    }
}
