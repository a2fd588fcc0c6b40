import StationCore
import UnitMessages

extension PublicVisit {
    init(_ visit: RunningVisit) {
        let clock: Clock =
            switch visit.clock {
            case .waiting: .waiting
            case .running: .running
            case .held(let since, let left, _):
                .held(since: since.sinceBoot.wholeMilliseconds, left: left.wholeMilliseconds)
            }
        self.init(
            deadline: visit.latestEnd.sinceBoot.wholeMilliseconds,
            clock: clock,
            length: visit.plan.length.wholeMilliseconds,
            extended: visit.extended.wholeMilliseconds
        )
    }
}
