extension API {
    /// The schedule from `date` (YYYY-MM-DD, today if absent) on, `days` of them, 1 if absent.
    public enum GetSchedule: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var date: String?
            public var days: Int?

            public init(date: String? = nil, days: Int? = nil) {
                self.date = date
                self.days = days
            }
        }
        public struct Reply: Codable, Sendable {
            public var enforced: Bool
            public var zone: String
            public var days: [ScheduleDay]

            public init(enforced: Bool, zone: String, days: [ScheduleDay]) {
                self.enforced = enforced
                self.zone = zone
                self.days = days
            }
        }
    }

    /// Calls an inmate to the room: `ticket`, or the first who waits.
    public enum Call: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var ticket: String?

            public init(ticket: String? = nil) { self.ticket = ticket }
        }
        public struct Reply: Codable, Sendable {
            public var called: Called

            public init(called: Called) { self.called = called }
        }
    }

    /// Gives each of the following visits of this session the fair share that GetStatus shows, or back their normal
    /// length.
    public enum AcceptSlot: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var accept: Bool

            public init(accept: Bool) { self.accept = accept }
        }
        public struct Reply: Codable, Sendable {
            public var slot: Slot?

            public init(slot: Slot? = nil) { self.slot = slot }
        }
    }

    /// At once: the call is killed and wiped, and the station is locked until Unlock, also through reboots.
    public enum Panic: StationMethod {
        public typealias Parameters = Nothing
        public typealias Reply = WipeReply
    }

    /// Opens a locked station: it is wiped again and then ready. `reason` is recorded.
    public enum Unlock: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var reason: String

            public init(reason: String) { self.reason = reason }
        }
        public typealias Reply = Prepare.Reply
    }
}
