extension API {
    /// What ended a visit. client: the call program ended by itself. power: the PC went off in mid-visit. fault: vcd or
    /// closing the visit failed. notStarted: the call program could not be started.
    public enum EndCause: String, Codable, Sendable, CaseIterable {
        case officer, time, client, network, power, fault, panic, shutdown, notStarted
    }

    /// One visit of a report. `lengthSeconds` is what it was given at its start. What the three steps took is by the boot
    /// clock, and null where it isn't known. `clockShowed` is what the PC's clock showed at the visit, where it was found to
    /// be wrong; `clockUnsure` that nobody and nothing had said that it was right.
    public struct ReportVisit: Codable, Sendable, Hashable {
        public var visit: Int
        public var date: String
        public var ticket: String?
        public var category: String?
        public var `class`: VisitClass
        public var calledAt: String?
        public var startedAt: String?
        public var endedAt: String?
        public var wipedAt: String?
        public var lengthSeconds: Int?
        public var extendedSeconds: Int
        public var extensionReasons: [String]
        public var heldSeconds: Int
        public var cause: EndCause?
        public var receipt: Int?
        public var clean: Bool?
        public var override: String?
        public var callingSeconds: Int?
        public var tookSeconds: Int?
        public var wipingSeconds: Int?
        public var clockShowed: String?
        public var clockUnsure: Bool?

        public init(
            visit: Int,
            date: String,
            ticket: String?,
            category: String?,
            class: VisitClass,
            calledAt: String?,
            startedAt: String?,
            endedAt: String?,
            wipedAt: String?,
            lengthSeconds: Int?,
            extendedSeconds: Int,
            extensionReasons: [String],
            heldSeconds: Int,
            cause: EndCause?,
            receipt: Int?,
            clean: Bool?,
            override: String?,
            callingSeconds: Int? = nil,
            tookSeconds: Int? = nil,
            wipingSeconds: Int? = nil,
            clockShowed: String? = nil,
            clockUnsure: Bool? = nil
        ) {
            self.callingSeconds = callingSeconds
            self.tookSeconds = tookSeconds
            self.wipingSeconds = wipingSeconds
            self.clockShowed = clockShowed
            self.clockUnsure = clockUnsure
            self.visit = visit
            self.date = date
            self.ticket = ticket
            self.category = category
            self.class = `class`
            self.calledAt = calledAt
            self.startedAt = startedAt
            self.endedAt = endedAt
            self.wipedAt = wipedAt
            self.lengthSeconds = lengthSeconds
            self.extendedSeconds = extendedSeconds
            self.extensionReasons = extensionReasons
            self.heldSeconds = heldSeconds
            self.cause = cause
            self.receipt = receipt
            self.clean = clean
            self.override = override
        }
    }

    /// The steps of the service's standard.
    public enum StepName: String, Codable, Sendable, CaseIterable {
        case registration, preparation, calling, visit, wipe, closing
    }

    /// How long a step took, against its standard time.
    public struct ReportStep: Codable, Sendable, Hashable {
        public var name: StepName
        public var standardSeconds: Int
        public var count: Int
        public var averageSeconds: Int?
        public var longestSeconds: Int?

        public init(name: StepName, standardSeconds: Int, count: Int, averageSeconds: Int?, longestSeconds: Int?) {
            self.name = name
            self.standardSeconds = standardSeconds
            self.count = count
            self.averageSeconds = averageSeconds
            self.longestSeconds = longestSeconds
        }
    }

    /// How many visits a cause ended.
    public struct CauseCount: Codable, Sendable, Hashable {
        public var cause: EndCause
        public var count: Int

        public init(cause: EndCause, count: Int) {
            self.cause = cause
            self.count = count
        }
    }

    /// What was done from one day to another. `servedByHand` is how many the standard's times leave room for in the
    /// sessions of those days.
    public struct Report: Codable, Sendable, Hashable {
        public var from: String
        public var to: String
        public var days: [ScheduleDay]
        public var visits: [ReportVisit]
        public var registered: Int
        public var served: Int
        public var absent: Int
        public var servedByHand: Int
        public var causes: [CauseCount]
        public var steps: [ReportStep]
        public var checks: [ReportCheck]

        public init(
            from: String,
            to: String,
            days: [ScheduleDay],
            visits: [ReportVisit],
            registered: Int,
            served: Int,
            absent: Int,
            servedByHand: Int,
            causes: [CauseCount],
            steps: [ReportStep],
            checks: [ReportCheck]
        ) {
            self.from = from
            self.to = to
            self.days = days
            self.visits = visits
            self.registered = registered
            self.served = served
            self.absent = absent
            self.servedByHand = servedByHand
            self.causes = causes
            self.steps = steps
            self.checks = checks
        }
    }

    /// What was done from one day to another, both YYYY-MM-DD; today if absent.
    public enum GetReport: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var from: String?
            public var to: String?

            public init(from: String? = nil, to: String? = nil) {
                self.from = from
                self.to = to
            }
        }
        public struct Reply: Codable, Sendable {
            public var report: Report

            public init(report: Report) { self.report = report }
        }
    }
}
