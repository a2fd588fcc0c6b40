import StationAPI
import Synchronization

/// `status --watch`: every change, and on a terminal the time that is left, second by second.
final class StatusWatch: Sendable {
    private struct State {
        var terminal = Terminal()
        /// The visit whose time runs, and when it ends by this machine's clock.
        var running: (visit: Int, end: ContinuousClock.Instant)?
    }

    private let words: Words
    private let state = Mutex(State())

    init(words: Words) { self.words = words }

    func run(_ station: Station) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            if Terminal.takesEscapes { group.addTask { try await self.tick() } }
            _ = try await station.callMore(API.Monitor.self, .init()) { reply in
                if let status = reply.status { show(status) }
                if let event = reply.event { show(event) }
            }
            group.cancelAll()
        }
        state.withLock { $0.terminal.clear() }
    }

    private func show(_ status: API.Status) {
        state.withLock { state in
            if let visit = status.visit, visit.clock == .running {
                state.running = (visit.id, .now + .seconds(visit.remainingSeconds))
            }
            state.terminal.show(words.status(status))
        }
    }

    private func show(_ event: API.Event) {
        state.withLock { state in
            if [.visitEnded, .visitHeld, .blocked, .locked].contains(event.kind) {
                state.running = nil
            } else if let visit = event.visit, let seconds = event.remainingSeconds {
                state.running = (visit, .now + .seconds(seconds))
            }
            state.terminal.show(words.event(event))
        }
    }

    /// Wakes once a second, and shows something only while a visit runs.
    private func tick() async throws {
        while true {
            try await Task.sleep(for: .seconds(1))
            state.withLock { state in
                guard let running = state.running else { return }
                let left = Int((running.end - .now).components.seconds)
                if left >= 0 { state.terminal.show(words.ticking(running.visit, left: left)) }
            }
        }
    }
}
