/// What the seat needs of the configuration, to tell the visitor the time.
public struct NoticeOrder: Hashable, Sendable, Codable {
    public var languages: [Configuration.Language]
    /// How long before the end the warnings come, in milliseconds.
    private var warnings: [Int64]
    /// How long before the end the bar comes, in milliseconds.
    private var bar: Int64
    /// The time zone that the visitor's clock shows, by its name in the tz database.
    public var zone: String

    /// - Returns: nil where notices are off.
    public init?(_ configuration: Configuration) {
        guard configuration.notices.isShown, !configuration.notices.languages.isEmpty else { return nil }
        languages = configuration.notices.languages
        warnings = configuration.visit.warnAt.map(\.wholeMilliseconds)
        bar = configuration.notices.lastBar.wholeMilliseconds
        zone = configuration.schedule.zone.name
    }

    public var warnAt: [Duration] { warnings.map { .milliseconds($0) } }
    public var lastBar: Duration { .milliseconds(bar) }
}
