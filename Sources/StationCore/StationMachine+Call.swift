/// The call on the screen of a running visit.
extension StationMachine {
    /// Has the seat begin the call program anew. The clock goes on.
    func restartCall(seen: VisitID?) -> [Effect] {
        guard case .visiting(let visit) = state else { return refuse(.noVisit) }
        if let seen, seen != visit.id { return refuse(.stale(seen: seen, running: visit.id)) }
        return [.restartClient(visit.id), .announce(.callRestarted(visit)), .answer(.done)]
    }

    /// Takes in what the seat sees, and tells it where an officer can do something, or need not any more.
    mutating func callSeen(_ id: VisitID, _ view: CallView) -> [Effect] {
        guard case .visiting(var visit) = state, visit.id == id, visit.call != view else { return [] }
        let before = visit.call
        visit.call = view
        state = .visiting(visit)
        let isTold = view.retries > before.retries || view.page.isTrouble != before.page.isTrouble
        return isTold ? [.announce(.callChanged(visit, before: before))] : []
    }
}

extension CallPage {
    /// Whether somebody has to do something for the call to come.
    public var isTrouble: Bool {
        switch self {
        case .failed, .blank: true
        case .unseen, .opening, .shown: false
        }
    }
}
