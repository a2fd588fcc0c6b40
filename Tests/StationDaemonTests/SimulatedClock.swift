import StationCore
import StationHost
import Synchronization

/// A clock that stands still until a test moves it. Sleepers wake in the order of their times.
final class SimulatedClock: StationClock {
    fileprivate struct Sleeper {
        let id: Int
        let due: BootTime
        let continuation: CheckedContinuation<Void, any Error>
    }

    fileprivate struct State {
        var now: Moment
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
        var nextID = 0
        var asked = 0
        var woken = 0
    }

    private let state: Mutex<State>

    init(_ now: Moment) { state = Mutex(State(now: now)) }

    func now() -> Moment { state.withLock { $0.now } }

    /// How often somebody went to sleep; counted once he does, so that ``step(to:)`` sees him.
    var asked: Int { state.withLock { $0.asked } }

    /// How many sleepers have woken, or were told that they need not wait.
    var woken: Int { state.withLock { $0.woken } }

    func sleep(until due: BootTime) async throws {
        let id = state.withLock { state -> Int in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer = state.withLock { state -> Result<Void, any Error>? in
                    state.asked += 1
                    if state.cancelled.contains(id) {
                        state.woken += 1
                        return .failure(CancellationError())
                    }
                    guard due > state.now.boot else {
                        state.woken += 1
                        return .success(())
                    }
                    state.sleepers.append(Sleeper(id: id, due: due, continuation: continuation))
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                state.cancelled.insert(id)
                guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else { return nil }
                state.woken += 1
                return state.sleepers.remove(at: index)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Goes to the next sleeper's time, or to `limit` where that is earlier.
    ///
    /// - Returns: whether somebody woke.
    func step(to limit: BootTime) -> Bool {
        let sleeper = state.withLock { state -> Sleeper? in
            let next = state.sleepers.indices.min { state.sleepers[$0].due < state.sleepers[$1].due }
            guard let next, state.sleepers[next].due <= limit else {
                state.move(to: limit)
                return nil
            }
            let sleeper = state.sleepers.remove(at: next)
            state.move(to: sleeper.due)
            state.woken += 1
            return sleeper
        }
        sleeper?.continuation.resume()
        return sleeper != nil
    }

    /// Sets the wall clock, as an administrator or a time server does.
    func set(by jump: Duration) {
        state.withLock { $0.now = Moment(wall: $0.now.wall + jump, boot: $0.now.boot) }
    }
}

extension SimulatedClock.State {
    fileprivate mutating func move(to boot: BootTime) {
        guard boot > now.boot else { return }
        now = Moment(wall: now.wallTime(at: boot), boot: boot)
    }
}
