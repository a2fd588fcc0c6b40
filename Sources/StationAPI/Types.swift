extension API {
    public enum State: String, Codable, Sendable, CaseIterable {
        case starting, preparing, ready, visiting, closing, wiping, blocked, locked, ending, off
    }

    public enum Rung: String, Codable, Sendable, CaseIterable {
        case wipe, reboot
    }

    public struct Status: Codable, Sendable, Hashable {
        public var state: State
        public var clean: Bool
        public var visit: Visit?
        public var blockedReason: String?
        public var blockedCode: String?
        public var blockedRemedy: String?
        public var blockedRung: Rung?
        public var lastReceipt: Int?
        public var unconfirmedTraces: [String]?
        public var lastEnd: VisitEnd?
        public var lockedAt: String?
        public var offAt: String?
        public var refusedConfiguration: String?
        public var checks: CheckSummary?
        public var preparation: Preparation
        public var today: Today
        public var version: String

        public init(
            state: State,
            clean: Bool,
            visit: Visit?,
            lastReceipt: Int?,
            preparation: Preparation,
            today: Today,
            version: String
        ) {
            self.preparation = preparation
            self.state = state
            self.clean = clean
            self.visit = visit
            self.lastReceipt = lastReceipt
            self.today = today
            self.version = version
        }
    }

    public struct Finding: Codable, Sendable, Hashable {
        public var place: String
        public var detail: String

        public init(place: String, detail: String) {
            self.place = place
            self.detail = detail
        }
    }

    public struct Destroyed: Codable, Sendable, Hashable {
        public var place: String
        public var bytes: Int?

        public init(place: String, bytes: Int?) {
            self.place = place
            self.bytes = bytes
        }
    }

    public struct Searched: Codable, Sendable, Hashable {
        public var place: String
        public var count: Int

        public init(place: String, count: Int) {
            self.place = place
            self.count = count
        }
    }

    public enum Depth: String, Codable, Sendable, CaseIterable {
        case visit, everything
    }

    public struct DrillPlace: Codable, Sendable, Hashable {
        public var name: String
        public var planted: Int
        public var found: Int

        public init(name: String, planted: Int, found: Int) {
            self.name = name
            self.planted = planted
            self.found = found
        }
    }

    public struct SearchedArea: Codable, Sendable, Hashable {
        public var name: String
        public var bytes: Int
        public var items: Int
        public var milliseconds: Int
        public var note: String?

        public init(name: String, bytes: Int, items: Int, milliseconds: Int, note: String?) {
            self.name = name
            self.bytes = bytes
            self.items = items
            self.milliseconds = milliseconds
            self.note = note
        }
    }

    public struct Progress: Codable, Sendable, Hashable {
        public var state: State
        public var message: String

        public init(state: State, message: String) {
            self.state = state
            self.message = message
        }
    }
}
