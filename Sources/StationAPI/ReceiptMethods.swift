extension API {
    public enum GetReceipts: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var limit: Int?
            public var date: String?

            public init(limit: Int? = nil, date: String? = nil) {
                self.limit = limit
                self.date = date
            }
        }
        public struct Reply: Codable, Sendable {
            public var receipts: [Receipt]
            public var unreadable: [Int]

            public init(receipts: [Receipt], unreadable: [Int]) {
                self.receipts = receipts
                self.unreadable = unreadable
            }
        }
    }

    public enum VerifyReceipts: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var head: String?

            public init(head: String? = nil) { self.head = head }
        }
        public struct Reply: Codable, Sendable {
            public var verdict: ChainVerdict

            public init(verdict: ChainVerdict) { self.verdict = verdict }
        }
    }
}
