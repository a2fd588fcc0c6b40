extension API {
    /// What the methods that change a visit's clock reply.
    public struct VisitReply: Codable, Sendable {
        public var visit: Visit

        public init(visit: Visit) { self.visit = visit }
    }

    /// Lengthens the running visit. `reason` goes into the report. `override` is a supervisor's reason to go past the
    /// end of the session.
    public enum Extend: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var seconds: Int
            public var visit: Int?
            public var reason: String?
            public var override: String?

            public init(seconds: Int, visit: Int? = nil, reason: String? = nil, override: String? = nil) {
                self.seconds = seconds
                self.visit = visit
                self.reason = reason
                self.override = override
            }
        }
        public typealias Reply = VisitReply
    }

    /// The call is connected: where `[visit] clock` says so, the visit's clock begins now.
    public enum Connected: StationMethod {
        public typealias Parameters = SeenVisit
        public typealias Reply = VisitReply
    }

    /// Stops the visit's clock, since the network is gone; after `[visit] max_hold` in all the visit ends.
    public enum Hold: StationMethod {
        public typealias Parameters = SeenVisit
        public typealias Reply = VisitReply
    }

    /// Ends the call program and begins it anew within the visit: the same home, address and clock.
    public enum RestartCall: StationMethod {
        public typealias Parameters = SeenVisit
        public typealias Reply = VisitReply
    }

    public enum Resume: StationMethod {
        public typealias Parameters = SeenVisit
        public typealias Reply = VisitReply
    }
}
