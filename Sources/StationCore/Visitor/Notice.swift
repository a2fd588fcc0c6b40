/// What the visitor is told on the screen.
public enum VisitorNotice: Hashable, Sendable {
    /// - Parameter isWaiting: whether the time only begins when the call is connected.
    case welcome(Duration, isWaiting: Bool)
    /// The call is connected, and the time begins.
    case begun(Duration)
    case remaining(Duration)
    /// The bar of the time left, in whole seconds.
    case bar(left: Duration, percent: Int)
    /// - Parameter until: nil while nobody knows.
    case extended(Duration, until: BootTime?)
    case held
    case resumed(Duration)
    case closing

    /// There is one notice in each, and a new one takes its place.
    public enum Slot: Hashable, Sendable, CaseIterable {
        /// What is said once.
        case message
        /// What stands as long as it holds.
        case clock
    }

    public var slot: Slot {
        switch self {
        case .bar, .held: .clock
        case .welcome, .begun, .remaining, .extended, .resumed, .closing: .message
        }
    }

    /// How long it is shown; nil for until it is withdrawn.
    public var shownFor: Duration? {
        switch self {
        // Long enough to be read, and no longer: it stands over the page.
        case .welcome: .seconds(8)
        case .begun, .remaining, .extended, .resumed: .seconds(6)
        case .bar, .held, .closing: nil
        }
    }

    /// How full the bar is; nil for none.
    public var percent: Int? { if case .bar(_, let percent) = self { percent } else { nil } }
}
