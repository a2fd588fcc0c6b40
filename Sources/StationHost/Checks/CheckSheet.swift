import StationCore
import Synchronization

/// Gathers the results of one look, and tells each the first time that it comes.
final class CheckSheet: Sendable {
    private let task: CheckTask
    private let tell: @Sendable (CheckResult) -> Void
    private let results = Mutex<[CheckName: CheckResult]>([:])

    init(_ task: CheckTask, tell: @escaping @Sendable (CheckResult) -> Void) {
        self.task = task
        self.tell = tell
    }

    /// Takes in what a probe says; it may speak for no other place than its own.
    func enter(fromProbe result: CheckResult) {
        if result.name.place == .probe { enter(result.plain) }
    }

    func enter(_ result: CheckResult) {
        let isNew = results.withLock { results in
            guard results[result.name] == nil, task.names.contains(result.name) else { return false }
            results[result.name] = result
            return true
        }
        if isNew { tell(result) }
    }

    /// The names at `place` that have no result yet.
    func missing(at place: CheckName.Place) -> [CheckName] {
        results.withLock { results in task.names.filter { $0.place == place && results[$0] == nil } }
    }

    /// Gives the same finding to all names at `place` that have no result yet.
    func fill(_ place: CheckName.Place, _ finding: CheckFinding) {
        for name in missing(at: place) { enter(CheckResult(name, finding, duration: .zero)) }
    }

    /// Has all parts looked at side by side.
    ///
    /// - Parameters:
    ///   - own: what the host itself looks at.
    ///   - probes: has the probes look, and enters what they say.
    /// - Returns: all results, in the order of the names.
    func gather(
        _ checks: Configuration.Checks,
        own: [CheckName: @Sendable () async -> CheckFinding],
        probes: @escaping @Sendable () async -> Void
    ) async -> [CheckResult] {
        await withDiscardingTaskGroup { group in
            for (name, look) in own {
                group.addTask { await self.look(at: name, limit: checks.limit(of: name), look) }
            }
            if !missing(at: .probe).isEmpty { group.addTask { await probes() } }
        }
        return results.withLock { results in task.names.compactMap { results[$0] } }
    }

    /// Has the host itself look at a part, and gives up at its limit.
    private func look(
        at name: CheckName,
        limit: Duration,
        _ look: @escaping @Sendable () async -> CheckFinding
    ) async {
        guard task.names.contains(name) else { return }
        let clock = ContinuousClock()
        let begin = clock.now
        let (stream, feed) = AsyncStream.makeStream(of: CheckFinding.self)
        // What does not answer is left alone: a child of a group would be waited for all the same.
        Task {
            feed.yield(await look())
            feed.finish()
        }
        let finding = await withTaskGroup(of: CheckFinding?.self) { group in
            group.addTask { await stream.first { _ in true } }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? .unanswered(name, within: limit)
        }
        // Whoever asked is gone: what came of it says nothing of the part.
        if Task.isCancelled { return }
        enter(CheckResult(name, finding, duration: clock.now - begin))
    }
}

extension CheckFinding {
    static let noTemplate = CheckFinding.skipped(
        LocalText("none: visits begin with an empty home", "tidak ada: kunjungan mulai dengan rumah kosong")
    )

    static func acceptedTemplate(_ path: String) -> CheckFinding {
        .pass(LocalText("\(path) is the accepted one", "\(path) adalah templat yang disetujui"))
    }

    /// What the host could not do.
    init(_ error: HostError) {
        self = .fail(
            LocalText(error.message, error.message),
            LocalText(error.remedy, "Panggil administrator: \(error.remedy)")
        )
    }
}
