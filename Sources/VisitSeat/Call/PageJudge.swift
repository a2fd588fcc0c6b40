import StationCore

/// Judges from what can be seen of the screen whether the call's page is there, and what is to be done where it isn't. A pure
/// value; time is what its owner says.
struct PageJudge {
    /// What was seen at one look.
    struct Sight {
        /// Nil where the screen tells no titles.
        var windows: [SwaySocket.Window]?
        /// Nil where no picture was taken, or none can be had.
        var content: ScreenPicture.Content?
    }

    enum Step: Hashable {
        case wait
        /// A window of the browser's own stands over the call's.
        case close(Int)
        case restart
    }

    private(set) var view = CallView(page: .opening)
    /// Whether the call's page was seen since the program began.
    private(set) var wasShown = false
    private var hasTriedAgain = false
    /// Since when no page has been there, and since when one of the browser's own.
    private var emptySince: Duration
    private var ownSince: Duration?
    private var goodSince: Duration?
    /// The bare host that was seen to name a page without a title.
    private var untitled: String?
    /// The one that was, and since when a page under it has been drawn: a page of the browser's own that is only half drawn has
    /// more than one colour, too.
    private var drawn: (name: String?, since: Duration)?

    /// How long a page has to come before the program is begun anew.
    static let openLimit: Duration = .seconds(12)
    /// How long a page of the browser's own stands before it counts; a page that is only on its way is named by its address too.
    static let ownLimit: Duration = .seconds(3)
    /// How long a page has to stand before it counts: one that is only on its way to an error is named and drawn, too.
    static let steady: Duration = .seconds(1)
    /// A page that leads astray again and again would have the program begin without end.
    static let mostRestarts = 5

    init(at now: Duration) { emptySince = now }

    /// The program has begun anew.
    mutating func begin(at now: Duration) {
        view.page = .opening
        wasShown = false
        emptySince = now
        ownSince = nil
        goodSince = nil
        drawn = nil
    }

    /// Whether a picture is needed to judge these windows.
    func wantsPicture(with windows: [SwaySocket.Window]?) -> Bool {
        guard let windows else { return !wasShown }
        return !wasShown || Self.top(windows).map { PageTitle($0.title) == .host } ?? false
    }

    mutating func look(_ sight: Sight, at now: Duration) -> Step {
        switch title(of: sight) {
        case .none: return missing(at: now)
        case .page:
            // Where no picture can be had the title says all.
            if sight.content == .plain, !wasShown { return missing(at: now) }
            return shown(at: now)
        case .own: return own(sight.windows ?? [], at: now)
        case .host:
            // A page without a title, the first one of its host, has the same.
            let name = sight.windows.flatMap(Self.top)?.title
            if isDrawn(sight.content, as: name, at: now) { untitled = name }
            if name == untitled { return shown(at: now) }
            return own(sight.windows ?? [], at: now)
        }
    }

    private func title(of sight: Sight) -> PageTitle {
        guard let windows = sight.windows else {
            return wasShown || sight.content.map { $0 != .plain } ?? false ? .page : .none
        }
        return Self.top(windows).map { PageTitle($0.title) } ?? .none
    }

    /// Whether a picture of a page was seen for as long as one has to stand.
    private mutating func isDrawn(_ content: ScreenPicture.Content?, as name: String?, at now: Duration) -> Bool {
        guard let content else { return false }
        guard content == .full else {
            drawn = nil
            return false
        }
        guard let drawn, drawn.name == name else {
            self.drawn = (name, now)
            return false
        }
        return now - drawn.since >= Self.steady
    }

    private static func top(_ windows: [SwaySocket.Window]) -> SwaySocket.Window? {
        windows.first(where: \.isFocused) ?? windows.last
    }

    private mutating func shown(at now: Duration) -> Step {
        let since = goodSince ?? now
        goodSince = since
        guard wasShown || now - since >= Self.steady else { return .wait }
        wasShown = true
        view.page = .shown
        emptySince = now
        ownSince = nil
        return .wait
    }

    private mutating func missing(at now: Duration) -> Step {
        ownSince = nil
        goodSince = nil
        guard now - emptySince >= Self.openLimit else { return .wait }
        view.page = .blank
        guard !wasShown, !hasTriedAgain else { return .wait }
        hasTriedAgain = true
        return restart()
    }

    private mutating func own(_ windows: [SwaySocket.Window], at now: Duration) -> Step {
        emptySince = now
        goodSince = nil
        let since = ownSince ?? now
        ownSince = since
        guard now - since >= Self.ownLimit else { return .wait }
        if let top = Self.top(windows), windows.contains(where: { $0.id != top.id && PageTitle($0.title) == .page }) {
            return .close(top.id)
        }
        view.page = .failed
        guard wasShown, view.retries < Self.mostRestarts else { return .wait }
        return restart()
    }

    private mutating func restart() -> Step {
        view.retries += 1
        return .restart
    }
}
