extension API {
    /// What one wipe did and what its scan found.
    public struct Receipt: Codable, Sendable, Hashable {
        public var id: Int
        public var visit: Int?
        public var clean: Bool
        public var startedAt: String
        public var finishedAt: String
        public var milliseconds: Int
        public var closed: String?
        public var destroyed: [Destroyed]
        public var depth: Depth
        public var searched: [Searched]
        public var findings: [Finding]
        public var version: String
        public var kernel: String
        public var template: String?
        public var remoteTraces: [String]
        public var remoteConfirmed: Bool
        public var digest: String
        public var previous: String

        public init(
            id: Int,
            visit: Int?,
            clean: Bool,
            startedAt: String,
            finishedAt: String,
            milliseconds: Int,
            closed: String?,
            destroyed: [Destroyed],
            depth: Depth,
            searched: [Searched],
            findings: [Finding],
            version: String,
            kernel: String,
            template: String?,
            remoteTraces: [String],
            remoteConfirmed: Bool,
            digest: String,
            previous: String
        ) {
            self.id = id
            self.visit = visit
            self.clean = clean
            self.startedAt = startedAt
            self.finishedAt = finishedAt
            self.milliseconds = milliseconds
            self.closed = closed
            self.destroyed = destroyed
            self.depth = depth
            self.searched = searched
            self.findings = findings
            self.version = version
            self.kernel = kernel
            self.template = template
            self.remoteTraces = remoteTraces
            self.remoteConfirmed = remoteConfirmed
            self.digest = digest
            self.previous = previous
        }
    }
}
