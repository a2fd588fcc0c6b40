/// What is to be looked at, and how.
public struct CheckTask: Hashable, Sendable, Codable {
    public enum Depth: String, Hashable, Sendable, CaseIterable, Codable {
        /// Each part is tried: a picture is taken, sound is recorded, servers are called.
        case full
        /// Between two visits: each part is there, free, and set back to its configured levels; in a moment.
        case quick
    }

    public var names: [CheckName]
    public var depth: Depth
    /// Whether the loudspeaker is to be heard.
    public var plays = false
    /// A visit is running, and has camera and sound.
    public var isVisiting = false

    public init(_ names: [CheckName], _ depth: Depth) {
        self.names = names
        self.depth = depth
    }
}

/// What a process that looks is told: what to look at, how it should be, and which vcd asks.
public struct CheckOrder: Hashable, Sendable, Codable {
    public var task: CheckTask
    public var settings: CheckSettings
    /// The version of the vcd that runs.
    public var version: String

    public init(_ task: CheckTask, _ settings: CheckSettings, version: String) {
        self.task = task
        self.settings = settings
        self.version = version
    }
}

/// What vcd asks of the unit that looks; root's configuration decides all else.
public struct CheckRequest: Hashable, Sendable, Codable {
    public var task: CheckTask
    public var version: String

    public init(_ task: CheckTask, version: String) {
        self.task = task
        self.version = version
    }
}
