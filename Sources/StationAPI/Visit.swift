extension API {
    /// How the clock of a visit stands: not begun, since the call is not connected yet; running; or held, since the
    /// network is gone.
    public enum ClockState: String, Codable, Sendable, CaseIterable {
        case waiting, running, held
    }

    /// What of the call is on the screen: the page has not come yet; it is there; a page of the browser's own stands in its
    /// place (an error, an address that is not allowed); or it does not come, and nothing tells why.
    public enum CallPage: String, Codable, Sendable, CaseIterable {
        case opening, shown, failed, blank
    }

    /// How a visit ended.
    public struct VisitEnd: Codable, Sendable, Hashable {
        public var visit: Int
        public var at: String
        public var cause: EndCause
        public var message: String

        public init(visit: Int, at: String, cause: EndCause, message: String) {
            self.visit = visit
            self.at = at
            self.cause = cause
            self.message = message
        }
    }

    /// Who an inmate speaks with; it decides how long.
    public enum VisitClass: String, Codable, Sendable, CaseIterable {
        case family, lawyer
    }

    /// The running visit. `ticket` is its number on the day's roster, if any; `deadline` what it would be if the clock
    /// went on now, where it does not run; `page` what the screen shows, where that can be told.
    public struct Visit: Codable, Sendable, Hashable {
        public var id: Int
        public var ticket: String?
        public var category: String?
        public var `class`: VisitClass
        public var clock: ClockState
        public var startedAt: String
        public var deadline: String
        public var elapsedSeconds: Int
        public var remainingSeconds: Int
        public var extendedSeconds: Int
        public var page: CallPage?

        public init(
            id: Int,
            ticket: String?,
            category: String?,
            class: VisitClass,
            clock: ClockState,
            startedAt: String,
            deadline: String,
            elapsedSeconds: Int,
            remainingSeconds: Int,
            extendedSeconds: Int
        ) {
            self.id = id
            self.ticket = ticket
            self.category = category
            self.class = `class`
            self.clock = clock
            self.startedAt = startedAt
            self.deadline = deadline
            self.elapsedSeconds = elapsedSeconds
            self.remainingSeconds = remainingSeconds
            self.extendedSeconds = extendedSeconds
        }
    }
}
