extension API {
    /// Nobody who could have a turn has this ticket today.
    public struct NoSuchTicket: StationErrorParameters {
        public var ticket: String
        public var message: String
        public var remedy: String

        public init(ticket: String, message: String, remedy: String) {
            self.ticket = ticket
            self.message = message
            self.remedy = remedy
        }
    }

    /// The roster's rules refuse it: which field, and why. `reason` and `values` are as in `ImportProblem`.
    public struct RosterRefused: StationErrorParameters {
        public var code: RosterFault
        public var field: String
        public var value: String
        public var message: String
        public var remedy: String
        public var reason: String?
        public var values: [String]?

        public init(
            code: RosterFault,
            field: String,
            value: String,
            message: String,
            remedy: String,
            reason: String? = nil,
            values: [String]? = nil
        ) {
            self.reason = reason
            self.values = values
            self.code = code
            self.field = field
            self.value = value
            self.message = message
            self.remedy = remedy
        }
    }
}
