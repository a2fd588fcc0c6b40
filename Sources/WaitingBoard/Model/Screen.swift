import Glibc
import StationCore
import Synchronization

/// What the screen shows now, for everybody who looks at it.
final class Screen: Sendable {
    private struct State {
        var configuration: Configuration
        var model: WaitingModel
        var viewers: [Int: AsyncStream<WaitingModel>.Continuation] = [:]
        var lastViewer = 0
    }

    private let knowledge: @Sendable () -> Knowledge
    private let state: Mutex<State>

    /// - Parameter knowledge: what is known of the station at the moment.
    init(_ configuration: Configuration, knowledge: @escaping @Sendable () -> Knowledge) {
        self.knowledge = knowledge
        let model = WaitingModel(knowledge(), configuration, at: .now)
        state = Mutex(State(configuration: configuration, model: model))
    }

    var model: WaitingModel { state.withLock { $0.model } }

    /// What is shown when nothing is known of the station.
    var lost: WaitingModel { WaitingModel(Knowledge(), state.withLock { $0.configuration }, at: .now) }

    func configure(_ configuration: Configuration) {
        state.withLock { $0.configuration = configuration }
        refresh()
    }

    /// Looks again, and tells all viewers where anything has changed.
    func refresh() {
        let known = knowledge()
        state.withLock { state in
            let model = WaitingModel(known, state.configuration, at: .now)
            guard model != state.model else { return }
            state.model = model
            for viewer in state.viewers.values { viewer.yield(model) }
        }
    }

    /// The model now, and each that comes; one who is slow gets the newest only.
    func watch() -> (id: Int, models: AsyncStream<WaitingModel>) {
        let (models, viewer) = AsyncStream.makeStream(of: WaitingModel.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.lastViewer += 1
            state.viewers[state.lastViewer] = viewer
            viewer.yield(state.model)
            return state.lastViewer
        }
        return (id, models)
    }

    /// Tells one viewer the model again, as a sign of life.
    func remind(_ id: Int) {
        state.withLock { state in _ = state.viewers[id]?.yield(state.model) }
    }

    func leave(_ id: Int) {
        let viewer = state.withLock { $0.viewers.removeValue(forKey: id) }
        viewer?.finish()
    }
}

extension WallTime {
    static var now: WallTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
