extension API {
    public enum ChainFault: String, Codable, Sendable, CaseIterable {
        case edited, unreadable, misfiled, unchained, missing, unknownHead, lost
    }

    public struct ChainProblem: Codable, Sendable, Hashable {
        public var code: ChainFault
        public var receipt: Int?
        public var through: Int?
        public var message: String

        public init(code: ChainFault, receipt: Int?, through: Int?, message: String) {
            self.code = code
            self.receipt = receipt
            self.through = through
            self.message = message
        }
    }

    /// Whether all receipts are as they were written.
    public struct ChainVerdict: Codable, Sendable, Hashable {
        public var holds: Bool
        public var count: Int
        public var last: Int?
        public var head: String?
        public var witnessed: Int?
        public var problems: [ChainProblem]
        public var unlisted: Int
        public var remedy: String?

        public init(
            holds: Bool,
            count: Int,
            last: Int?,
            head: String?,
            witnessed: Int?,
            problems: [ChainProblem],
            unlisted: Int,
            remedy: String?
        ) {
            self.holds = holds
            self.count = count
            self.last = last
            self.head = head
            self.witnessed = witnessed
            self.problems = problems
            self.unlisted = unlisted
            self.remedy = remedy
        }
    }
}
