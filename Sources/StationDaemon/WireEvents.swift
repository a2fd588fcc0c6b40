import StationAPI
import StationCore

/// From news to the event on the wire.
extension API.Event {
    init(_ news: News) {
        self.init(at: news.at.wall.rfc3339, kind: .stateChanged, state: API.State(news.state), message: news.text)
        switch news.kind {
        case .stateChanged: kind = .stateChanged
        case .configurationReloaded: kind = .configurationReloaded
        case .configurationRefused: kind = .configurationRefused
        case .dayClosed: kind = .dayClosed
        case .checked: kind = .checked
        case .checkChanged(let result, _):
            kind = .checkChanged
            check = result.name.rawValue
            verdict = API.Verdict(result.verdict)
        case .checkAccepted(let name):
            kind = .checkAccepted
            check = name.rawValue
        case .redated: kind = .redated
        case .notice(let notice): fill(from: notice, at: news.at)
        }
    }

    private mutating func fill(_ kind: API.EventKind, _ visit: RunningVisit, at now: Moment) {
        self.kind = kind
        self.visit = visit.id.number
        ticket = visit.plan.ticket.map { "\($0.number)" }
        remainingSeconds = API.Visit(visit, at: now).remainingSeconds
    }

    private mutating func fill(from notice: Notice, at now: Moment) {
        switch notice {
        case .visitStarted(let visit): fill(.visitStarted, visit, at: now)
        case .visitAdopted(let visit): fill(.visitAdopted, visit, at: now)
        case .visitWarning(let id, let remaining):
            kind = .visitWarning
            visit = id.number
            remainingSeconds = Int(remaining.components.seconds)
        case .visitExtended(let visit, by: _): fill(.visitExtended, visit, at: now)
        case .visitEnded(let id, _):
            kind = .visitEnded
            visit = id.number
        case .wiped(let receipt):
            kind = .wiped
            visit = receipt.visit?.number
            self.receipt = receipt.id.number
        case .drilled(let report):
            kind = .drilled
            code = report.isClean ? "clean" : "traces"
        case .blocked(let blocked):
            kind = .blocked
            code = blocked.reason.code
        case .shutdownAnnounced(let offAt):
            kind = .shutdownAnnounced
            remainingSeconds = max(0, Int((offAt - now.boot).components.seconds))
        case .shutdownPrepared: kind = .shutdownPrepared
        case .shutdownCancelled: kind = .shutdownCancelled
        case .visitConnected(let visit): fill(.visitConnected, visit, at: now)
        case .visitHeld(let visit): fill(.visitHeld, visit, at: now)
        case .visitResumed(let visit): fill(.visitResumed, visit, at: now)
        case .callRestarted(let visit): fill(.callRestarted, visit, at: now)
        case .callChanged(let visit, before: _):
            fill(.callChanged, visit, at: now)
            page = API.CallPage(visit.call.page)
        case .called(let ticket):
            kind = .called
            self.ticket = "\(ticket.number)"
        case .callUnanswered(let ticket):
            kind = .callUnanswered
            self.ticket = "\(ticket.number)"
        case .rosterChanged: kind = .rosterChanged
        case .sessionOpened: kind = .sessionOpened
        case .sessionEnded(waiting: _, let running):
            kind = .sessionEnded
            visit = running?.number
        case .slotProposed: kind = .slotProposed
        case .slotAccepted: kind = .slotAccepted
        case .clockJumped: kind = .clockJumped
        case .locked: kind = .locked
        case .unlocked: kind = .unlocked
        }
    }
}
