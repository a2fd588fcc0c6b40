extension API {
    public enum EventKind: String, Codable, Sendable, CaseIterable {
        case stateChanged, visitStarted, visitAdopted, visitWarning, visitExtended, visitEnded, wiped, drilled
        case blocked, shutdownAnnounced, shutdownPrepared, shutdownCancelled, configurationReloaded
        case configurationRefused, visitConnected, visitHeld, visitResumed, callRestarted, callChanged, called,
            callUnanswered, rosterChanged
        case sessionOpened, sessionEnded, slotProposed, slotAccepted, clockJumped, locked, unlocked, dayClosed
        case checked, checkChanged, checkAccepted, redated
    }

    /// One thing that happened. It carries no personal data. `code` is why the station is blocked, as in `blockedCode` of the
    /// status, or `clean` or `traces` for a drill.
    public struct Event: Codable, Sendable, Hashable {
        public var at: String
        public var kind: EventKind
        public var state: State
        public var visit: Int?
        public var receipt: Int?
        public var ticket: String?
        public var check: String?
        public var verdict: Verdict?
        public var page: CallPage?
        public var remainingSeconds: Int?
        public var code: String?
        public var message: String

        public init(
            at: String,
            kind: EventKind,
            state: State,
            visit: Int? = nil,
            receipt: Int? = nil,
            ticket: String? = nil,
            check: String? = nil,
            verdict: Verdict? = nil,
            remainingSeconds: Int? = nil,
            code: String? = nil,
            message: String
        ) {
            self.at = at
            self.kind = kind
            self.state = state
            self.visit = visit
            self.receipt = receipt
            self.ticket = ticket
            self.check = check
            self.verdict = verdict
            self.remainingSeconds = remainingSeconds
            self.code = code
            self.message = message
        }
    }
}
