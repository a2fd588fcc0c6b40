import Synchronization

/// A value that comes once and that any number of tasks can wait for.
final class Latch<Value: Sendable>: Sendable {
    private enum State {
        case open([CheckedContinuation<Value, Never>])
        case closed(Value)
    }

    private let state = Mutex(State.open([]))

    var value: Value? {
        state.withLock { state in
            switch state {
            case .open: nil
            case .closed(let value): value
            }
        }
    }

    /// The first value counts; later ones are passed over.
    func close(with value: Value) {
        let waiting = state.withLock { state -> [CheckedContinuation<Value, Never>] in
            switch state {
            case .open(let waiting):
                state = .closed(value)
                return waiting
            case .closed: return []
            }
        }
        for continuation in waiting { continuation.resume(returning: value) }
    }

    /// Waits for the value. Whoever holds the latch closes it in the end, so this always returns.
    func wait() async -> Value {
        await withCheckedContinuation { continuation in
            let value = state.withLock { state -> Value? in
                switch state {
                case .open(let waiting):
                    state = .open(waiting + [continuation])
                    return nil
                case .closed(let value): return value
                }
            }
            if let value { continuation.resume(returning: value) }
        }
    }
}
