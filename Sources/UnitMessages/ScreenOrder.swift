/// What the unit of a visit's screen is told of its visit: nothing that anybody typed, and not the call's address.
public struct ScreenOrder: Codable, Hashable, Sendable {
    /// Whether the browser was given a page, which is then looked for.
    public var hasPage: Bool
    /// Whether somebody waits for the first that is drawn.
    public var isTrial: Bool

    public init(hasPage: Bool, isTrial: Bool) {
        self.hasPage = hasPage
        self.isTrial = isTrial
    }

    /// The screen's status once a program that is no browser has drawn something in a trial.
    public static let drawn = "Something is drawn."
}
