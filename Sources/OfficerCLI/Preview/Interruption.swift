import Dispatch
import Glibc
import Synchronization

/// Whether somebody wants it to end: Ctrl-C, or the terminal is closed.
struct Interruption {
    static let signals = [SIGINT, SIGTERM, SIGHUP]

    private final class Flag: Sendable {
        let isSet = Atomic(false)
    }

    private let flag: Flag
    private let sources: [any DispatchSourceSignal]

    init() {
        let flag = Flag()
        self.flag = flag
        sources = Self.signals.map { signal in
            Glibc.signal(signal, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: signal, queue: .global())
            source.setEventHandler { flag.isSet.store(true, ordering: .relaxed) }
            source.resume()
            return source
        }
    }

    var hasCome: Bool { flag.isSet.load(ordering: .relaxed) }
}
