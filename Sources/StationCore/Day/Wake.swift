extension Schedule {
    /// What a PC that has just gone off needs before it can be woken again.
    private static let least: Duration = .seconds(120)
    private static let sessionsAhead = 16

    /// When the PC is to be awake for the next session: its preparation before the first registration or opening.
    ///
    /// - Returns: an instant at least two minutes after `time`; nil when there is no session in sight.
    public func nextWake(after time: WallTime) -> WallTime? {
        var last = time
        for _ in 0..<Self.sessionsAhead {
            guard let session = nextSession(after: last) else { return nil }
            let begins = windows(on: session.day)
                .filter { session.opens <= $0.opens && $0.opens < session.closes }
                .flatMap { $0.registration.isEmpty ? [$0.opens] : [$0.opens, $0.registration.lowerBound] }
                .min()
            let wake = (begins ?? session.opens) + (.zero - preparation)
            if wake >= time + Self.least { return wake }
            last = session.opens
        }
        return nil
    }
}
