import StationCore

/// The clock that the station goes by.
public protocol StationClock: Sendable {
    func now() -> Moment

    /// - Throws: `CancellationError` when the task is cancelled before `time` has come.
    func sleep(until time: BootTime) async throws
}

/// The PC's own.
public struct PCClock: StationClock {
    private let longestNap: Duration

    /// - Parameter longestNap: how long it sleeps at a time. Dispatch keeps the timer of a sleep that is cancelled until it
    ///   is due: a morning of visits that end before their time would leave all of them in memory.
    public init(longestNap: Duration = .seconds(20)) { self.longestNap = longestNap }

    public func now() -> Moment { SystemClock.now() }

    public func sleep(until time: BootTime) async throws {
        while case let left = time - now().boot, left > .zero { try await Task.sleep(for: min(left, longestNap)) }
        try Task.checkCancellation()
    }
}
