import StationCore

extension Station {
    /// What a waiting caller is told in the end.
    struct Reached: Sendable {
        let status: StationStatus
        let today: Today
        let checks: CheckSummary?
        let preparation: Preparation
        /// What is wrong with a newer configuration than the one in force.
        let refusedConfiguration: String?
        /// The receipt of the newest wipe since the daemon started.
        let receipt: Receipt?
        let lastEnd: LastEnd?
        /// When the PC goes off, for those who waited for that.
        var offAt: BootTime?
        /// What the drill showed, for those who waited for one.
        var drill: DrillReport?
    }
}

/// How an inmate's visit came to its end.
struct LastEnd: Hashable, Sendable {
    let visit: VisitID
    let at: WallTime
    let cause: EndCause
    let ending: VisitEnding

    /// - Returns: nil for what was no inmate's visit.
    init?(_ visit: VisitID, _ ending: VisitEnding, at time: WallTime) {
        guard let cause = ending.cause else { return nil }
        self.visit = visit
        at = time
        self.cause = cause
        self.ending = ending
    }
}

/// Why a request came to nothing.
enum StationError: Error, Hashable {
    case refused(Refusal, state: StateName)
    case clientFailed(Problem, state: StateName)
    case shutdownCancelled
    /// There is no fair share to accept.
    case noSlot
    /// The check doesn't keep the station from `ready`; these do.
    case nothingToAccept(allowed: [CheckName])
}
