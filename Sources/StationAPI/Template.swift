extension API {
    public struct TemplateChange: Codable, Sendable, Hashable {
        public var path: String
        public var change: String

        public init(path: String, change: String) {
            self.path = path
            self.change = change
        }
    }

    /// What visits' homes begin with.
    public struct Template: Codable, Sendable, Hashable {
        public var path: String
        public var digest: String
        public var accepted: String?
        public var files: Int
        public var bytes: Int
        public var changes: [TemplateChange]
        public var changeCount: Int
        public var unfit: [TemplateChange]

        public init(
            path: String,
            digest: String,
            accepted: String?,
            files: Int,
            bytes: Int,
            changes: [TemplateChange],
            changeCount: Int,
            unfit: [TemplateChange]
        ) {
            self.path = path
            self.digest = digest
            self.accepted = accepted
            self.files = files
            self.bytes = bytes
            self.changes = changes
            self.changeCount = changeCount
            self.unfit = unfit
        }
    }

    public enum GetTemplate: StationMethod {
        public typealias Parameters = Nothing
        public struct Reply: Codable, Sendable {
            public var template: Template?
            public var staged: Template?

            public init(template: Template?, staged: Template?) {
                self.template = template
                self.staged = staged
            }
        }
    }

    public enum AcceptTemplate: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var digest: String

            public init(digest: String) { self.digest = digest }
        }
        public struct Reply: Codable, Sendable {
            public var template: Template?
            public var status: Status

            public init(template: Template?, status: Status) {
                self.template = template
                self.status = status
            }
        }
    }
}

extension API.Template {
    /// Whether it is what was accepted, and may be.
    public var isAccepted: Bool { digest == accepted && unfit.isEmpty }
}
