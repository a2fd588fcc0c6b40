import Glibc
import NIOPosix

/// The one event loop of the process: a station's traffic needs no second, and each costs a thread at start.
enum VarlinkLoop {
    static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    /// A thread of its own, made when it is needed, for what takes long to read or to answer: others are served
    /// meanwhile, and however many ask for it, it takes no more than what one processor has left.
    private static let slow: EventLoopExecutor = {
        let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
        // Of the calling thread alone (setpriority(2), C library/kernel differences).
        loop.execute { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10) }
        return EventLoopExecutor(loop: loop)
    }()

    /// Does work on that thread. It calls no actor: others would wait there for the actor's turn.
    static func aside<Result: Sendable>(
        if takesLong: Bool,
        _ work: @Sendable () throws -> Result
    ) async rethrows -> Result {
        guard takesLong else { return try work() }
        return try await withTaskExecutorPreference(slow) { try work() }
    }
}
