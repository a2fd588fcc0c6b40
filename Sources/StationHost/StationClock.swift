import StationCore

/// The clock that the station goes by.
public protocol StationClock: Sendable {
    func now() -> Moment

    /// - Throws: `CancellationError` when the task is cancelled before `time` has come.
    func sleep(until time: BootTime) async throws
}

/// The PC's own.
public struct PCClock: StationClock {
    public init() {}

    public func now() -> Moment { SystemClock.now() }

    public func sleep(until time: BootTime) async throws {
        try await Task.sleep(for: max(.zero, time - now().boot))
    }
}
