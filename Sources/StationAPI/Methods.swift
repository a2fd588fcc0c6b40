extension API {
    public enum GetStatus: StationMethod {
        public typealias Parameters = Nothing
        public struct Reply: Codable, Sendable {
            public var status: Status

            public init(status: Status) { self.status = status }
        }
    }

    public enum Monitor: StationMethod {
        public typealias Parameters = Nothing
        public struct Reply: Codable, Sendable {
            public var status: Status?
            public var event: Event?

            public init(status: Status? = nil, event: Event? = nil) {
                self.status = status
                self.event = event
            }
        }
    }

    public enum Prepare: StationMethod {
        public typealias Parameters = Nothing
        public struct Reply: Codable, Sendable {
            public var progress: Progress?
            public var status: Status?

            public init(progress: Progress? = nil, status: Status? = nil) {
                self.progress = progress
                self.status = status
            }
        }
    }

    public enum Next: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var visit: Int?
            public var ticket: String?
            public var override: String?
            public var clockIsRight: Bool?
            public var join: String?

            public init(
                visit: Int? = nil,
                ticket: String? = nil,
                override: String? = nil,
                clockIsRight: Bool? = nil,
                join: String? = nil
            ) {
                self.join = join
                self.visit = visit
                self.ticket = ticket
                self.override = override
                self.clockIsRight = clockIsRight
            }
        }
        public struct Reply: Codable, Sendable {
            public var progress: Progress?
            public var visit: Visit?
            public var receipt: Receipt?

            public init(progress: Progress? = nil, visit: Visit? = nil, receipt: Receipt? = nil) {
                self.progress = progress
                self.visit = visit
                self.receipt = receipt
            }
        }
    }

    /// The visit that the caller sees running.
    public struct SeenVisit: Codable, Sendable {
        public var visit: Int?

        public init(visit: Int? = nil) { self.visit = visit }
    }

    /// What End and Wipe reply.
    public struct WipeReply: Codable, Sendable {
        public var progress: Progress?
        public var receipt: Receipt?

        public init(progress: Progress? = nil, receipt: Receipt? = nil) {
            self.progress = progress
            self.receipt = receipt
        }
    }

    public enum End: StationMethod {
        public typealias Parameters = SeenVisit
        public typealias Reply = WipeReply
    }

    public enum Wipe: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var visit: Int?
            public var confirmRemote: Bool?

            public init(visit: Int? = nil, confirmRemote: Bool? = nil) {
                self.visit = visit
                self.confirmRemote = confirmRemote
            }
        }
        public typealias Reply = WipeReply
    }

    public enum Drill: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var raw: String?

            public init(raw: String? = nil) { self.raw = raw }
        }
        public struct Reply: Codable, Sendable {
            public var progress: Progress?
            public var places: [DrillPlace]?
            public var clean: Bool?
            public var searched: [SearchedArea]?

            public init(
                progress: Progress? = nil,
                places: [DrillPlace]? = nil,
                clean: Bool? = nil,
                searched: [SearchedArea]? = nil
            ) {
                self.progress = progress
                self.places = places
                self.clean = clean
                self.searched = searched
            }
        }
    }

    public enum Shutdown: StationMethod {
        public typealias Parameters = Nothing
        public struct Reply: Codable, Sendable {
            public var progress: Progress?
            public var offAt: String?
            public var waiting: Int?
            public var wakesAt: String?
            public var switchedOnByHand: Bool?

            public init(
                progress: Progress? = nil,
                offAt: String? = nil,
                waiting: Int? = nil,
                wakesAt: String? = nil,
                switchedOnByHand: Bool? = nil
            ) {
                self.switchedOnByHand = switchedOnByHand
                self.progress = progress
                self.offAt = offAt
                self.waiting = waiting
                self.wakesAt = wakesAt
            }
        }
    }

    public enum CancelShutdown: StationMethod {
        public typealias Parameters = Nothing
        public typealias Reply = GetStatus.Reply
    }
}
