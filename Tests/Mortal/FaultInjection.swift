import Glibc
import ProcFS
import StationCore
import StationDaemon
import Synchronization

/// Ends this process right before or right after one effect, for tests of what its death leaves.
///
/// `VCD_FAULT` names a file that says when: `before 7` or `after 7` for the seventh effect since the start, `after 2
/// scan` for the second of its kind. It is removed right before the end, so that the next start lives. Beside it,
/// `FILE.record` gets a line for each effect as it begins, and one for the death.
final class FaultInjection: Sendable {
    /// An effect that is being performed.
    private struct Step {
        let kind: String
        let number: Int
        let numberOfKind: Int
    }

    private struct Count {
        var total = 0
        var begun: [String: Int] = [:]
    }

    private enum Side: String { case before, after }

    private let file: String
    private let side: Side?
    private let number: Int
    /// Counted alone; nil where all are counted.
    private let kind: String?
    private let count = Mutex(Count())

    /// - Parameter file: what `VCD_FAULT` names.
    init(file: String) {
        self.file = file
        let words = ProcessTable.read(file).split(whereSeparator: \.isWhitespace).map(String.init)
        side = words.first.flatMap(Side.init)
        number = words.dropFirst().first.flatMap { Int($0) } ?? 0
        kind = words.dropFirst(2).first
    }

    var hook: EffectHook {
        EffectHook { effect in
            let step = self.begin(effect)
            return { self.end(.after, step) }
        }
    }

    private func begin(_ effect: Effect) -> Step {
        // Of the effect its kind alone: the rest may be an inmate's.
        let kind = String("\(effect)".prefix { $0 != "(" })
        let step = count.withLock { count in
            count.total += 1
            count.begun[kind, default: 0] += 1
            return Step(kind: kind, number: count.total, numberOfKind: count.begun[kind, default: 0])
        }
        record("\(step.number) \(kind)")
        end(.before, step)
        return step
    }

    private func end(_ side: Side, _ step: Step) {
        guard side == self.side,
            kind.map({ $0 == step.kind && number == step.numberOfKind }) ?? (number == step.number)
        else { return }
        record("died \(side.rawValue) \(step.number) \(step.kind)")
        unlink(file)
        kill(getpid(), SIGKILL)
        // Other threads may have to be stopped first; this one does nothing more.
        while true { pause() }
    }

    private func record(_ line: String) {
        let descriptor = open("\(file).record", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        let bytes = Array("\(line)\n".utf8)
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }
}
