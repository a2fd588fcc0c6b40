import Synchronization

/// A value that a test brings out of a closure.
public final class Box<Value: Sendable>: Sendable {
    public let value = Mutex<Value?>(nil)

    public init() {}
}
