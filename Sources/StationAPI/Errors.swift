extension API {
    public struct Busy: StationErrorParameters {
        public var state: State
        public var message: String
        public var remedy: String

        public init(state: State, message: String, remedy: String) {
            self.state = state
            self.message = message
            self.remedy = remedy
        }
    }

    public struct Blocked: StationErrorParameters {
        public var code: String
        public var message: String
        public var remedy: String
        public var rung: Rung

        public init(code: String, message: String, remedy: String, rung: Rung) {
            self.code = code
            self.message = message
            self.remedy = remedy
            self.rung = rung
        }
    }

    public struct Stale: StationErrorParameters {
        public var visit: Int
        public var running: Int?
        public var message: String
        public var remedy: String

        public init(visit: Int, running: Int?, message: String, remedy: String) {
            self.visit = visit
            self.running = running
            self.message = message
            self.remedy = remedy
        }
    }

    public struct NoVisit: StationErrorParameters {
        public var state: State
        public var message: String
        public var remedy: String

        public init(state: State, message: String, remedy: String) {
            self.state = state
            self.message = message
            self.remedy = remedy
        }
    }

    public struct ClientFailed: StationErrorParameters {
        public var state: State
        public var message: String
        public var remedy: String

        public init(state: State, message: String, remedy: String) {
            self.state = state
            self.message = message
            self.remedy = remedy
        }
    }

    public struct ExtensionTooLong: StationErrorParameters {
        public var allowedSeconds: Int
        public var message: String
        public var remedy: String

        public init(allowedSeconds: Int, message: String, remedy: String) {
            self.allowedSeconds = allowedSeconds
            self.message = message
            self.remedy = remedy
        }
    }

    public struct RemoteTraces: StationErrorParameters {
        public var traces: [String]
        public var message: String
        public var remedy: String

        public init(traces: [String], message: String, remedy: String) {
            self.traces = traces
            self.message = message
            self.remedy = remedy
        }
    }

    public struct DeviceNotConfigured: StationErrorParameters {
        public var device: String
        public var allowed: [String]
        public var message: String
        public var remedy: String

        public init(device: String, allowed: [String], message: String, remedy: String) {
            self.device = device
            self.allowed = allowed
            self.message = message
            self.remedy = remedy
        }
    }

    public struct NotShuttingDown: StationErrorParameters {
        public var state: State
        public var message: String
        public var remedy: String

        public init(state: State, message: String, remedy: String) {
            self.state = state
            self.message = message
            self.remedy = remedy
        }
    }

    public struct ShuttingDown: StationErrorParameters {
        public var message: String
        public var remedy: String

        public init(message: String, remedy: String) {
            self.message = message
            self.remedy = remedy
        }
    }

    public struct NotAllowed: StationErrorParameters {
        public var verb: String
        public var groups: [String]
        public var message: String
        public var remedy: String

        public init(verb: String, groups: [String], message: String, remedy: String) {
            self.verb = verb
            self.groups = groups
            self.message = message
            self.remedy = remedy
        }
    }

    public struct LedgerUnavailable: StationErrorParameters {
        public var message: String
        public var remedy: String

        public init(message: String, remedy: String) {
            self.message = message
            self.remedy = remedy
        }
    }

    public struct InvalidValue: StationErrorParameters {
        public var field: String
        public var value: String
        public var allowed: String
        public var message: String
        public var remedy: String

        public init(field: String, value: String, allowed: String, message: String, remedy: String) {
            self.field = field
            self.value = value
            self.allowed = allowed
            self.message = message
            self.remedy = remedy
        }
    }

    public struct TemplateChanged: StationErrorParameters {
        public var message: String
        public var remedy: String

        public init(message: String, remedy: String) {
            self.message = message
            self.remedy = remedy
        }
    }

    public struct TemplateUnfit: StationErrorParameters {
        public var message: String
        public var remedy: String

        public init(message: String, remedy: String) {
            self.message = message
            self.remedy = remedy
        }
    }
}
