import StationCore

/// Told of each effect right before it begins and right after it ended. What ships is given none; the tests' own
/// program (`Tests/Mortal`) ends the process there, to see what its death leaves.
public struct EffectHook: Sendable {
    private let begin: @Sendable (Effect) -> @Sendable () -> Void

    /// - Parameter begin: is called as an effect begins; what it returns, as that effect has ended.
    public init(begin: @escaping @Sendable (Effect) -> @Sendable () -> Void) { self.begin = begin }

    func begin(_ effect: Effect) -> @Sendable () -> Void { begin(effect) }
}
