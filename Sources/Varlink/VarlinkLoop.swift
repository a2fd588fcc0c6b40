import NIOPosix

/// The one event loop of the process: a station's traffic needs no second, and each costs a thread at start.
enum VarlinkLoop {
    static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
}
