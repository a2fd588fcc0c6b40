/// What there is to say of the template: for vcd, of which vcd-helper writes it, and for supervisors.
public struct TemplateReport: Codable, Hashable, Sendable {
    /// One entry, and what is different or wrong about it.
    public struct Change: Codable, Hashable, Sendable {
        public var path: String
        public var change: String

        public init(path: String, change: String) {
            self.path = path
            self.change = change
        }
    }

    public struct Folder: Codable, Hashable, Sendable {
        public static let mostListed = 50

        public var path: String
        public var digest: String
        public var files: Int
        public var bytes: Int64
        /// Against the accepted template; the first ones.
        public var changes: [Change]
        public var changeCount: Int
        /// What no template may hold; the first ones.
        public var unfit: [Change]

        public init(path: String, digest: String, files: Int, bytes: Int64, changes: [Change], unfit: [Change]) {
            self.path = path
            self.digest = digest
            self.files = files
            self.bytes = bytes
            self.changes = Array(changes.prefix(Self.mostListed))
            changeCount = changes.count
            self.unfit = Array(unfit.prefix(Self.mostListed))
        }
    }

    /// The InvocationID of the unit; empty on the embedded host.
    public var invocation: String
    /// The digest of what was accepted; nil where nothing was.
    public var accepted: String?
    /// What homes begin with; nil where no template is configured.
    public var template: Folder?
    /// What is laid ready to take its place.
    public var staged: Folder?

    public init(invocation: String, accepted: String?, template: Folder?, staged: Folder?) {
        self.invocation = invocation
        self.accepted = accepted
        self.template = template
        self.staged = staged
    }
}

/// That a template was verified by its content since the PC was switched on.
public struct TemplateSeen: Codable, Hashable, Sendable {
    public var digest: String
    /// How it was then; nil where the next look has to be at everything again.
    public var fingerprint: String?

    public init(digest: String, fingerprint: String?) {
        self.digest = digest
        self.fingerprint = fingerprint
    }
}
