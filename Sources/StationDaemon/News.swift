import StationCore

/// One thing that happened, for everybody who listens. It carries no personal data.
struct News: Sendable {
    enum Kind: Sendable {
        case stateChanged
        case notice(Notice)
        case configurationReloaded
        case configurationRefused(String)
        /// The day's report is written, and the PC goes off.
        case dayClosed
        /// Somebody had parts looked at.
        case checked([CheckResult])
        /// A part has another verdict than before.
        case checkChanged(CheckResult, CheckSeverity)
        /// A supervisor has accepted for today that a check fails.
        case checkAccepted(CheckName)
        /// What a wrong clock had dated is on its right days now; the day is today.
        case redated(Redating, CalendarDay)
    }

    let at: Moment
    let state: StateName
    let kind: Kind
}

/// Spreads news to any number of listeners. One that doesn't keep up loses the oldest.
struct NewsDesk {
    private static let backlog = 256
    private var listeners: [Int: AsyncStream<News>.Continuation] = [:]
    private var nextListener = 0

    mutating func subscribe() -> (id: Int, news: AsyncStream<News>) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: News.self,
            bufferingPolicy: .bufferingNewest(Self.backlog)
        )
        nextListener += 1
        listeners[nextListener] = continuation
        return (nextListener, stream)
    }

    mutating func unsubscribe(_ id: Int) {
        listeners.removeValue(forKey: id)?.finish()
    }

    func publish(_ news: News) {
        for listener in listeners.values { listener.yield(news) }
    }

    func close() {
        for listener in listeners.values { listener.finish() }
    }
}
