import StationCore

#if FAULT_INJECTION
    import Glibc
    import ProcFS

    /// Ends this process right before or right after one effect, for tests of what its death leaves. Debug builds alone
    /// have it: what is shipped knows neither the variable nor the file.
    ///
    /// `VCD_FAULT` names a file that says when: `before 7` or `after 7` for the seventh effect since the start, `after 2
    /// scan` for the second of its kind. It is removed right before the end, so that the next start lives. Beside it,
    /// `FILE.record` gets a line for each effect as it begins, and one for the death.
    struct FaultInjection {
        /// An effect that is being performed.
        struct Step: Hashable {
            fileprivate let kind: String
            fileprivate let number: Int
            fileprivate let numberOfKind: Int
        }

        private enum Side: String { case before, after }

        private let file: String?
        private let side: Side?
        private let number: Int
        /// Counted alone; nil where all are counted.
        private let kind: String?
        private var begun: [String: Int] = [:]
        private var total = 0

        init() {
            file = getenv("VCD_FAULT").map { String(cString: $0) }
            let words = (file.map(ProcessTable.read) ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
            side = words.first.flatMap(Side.init)
            number = words.dropFirst().first.flatMap { Int($0) } ?? 0
            kind = words.dropFirst(2).first
        }

        mutating func begin(_ effect: Effect) -> Step {
            guard file != nil else { return Step(kind: "", number: 0, numberOfKind: 0) }
            // Of the effect its kind alone: the rest may be an inmate's.
            let kind = String("\(effect)".prefix { $0 != "(" })
            total += 1
            begun[kind, default: 0] += 1
            let step = Step(kind: kind, number: total, numberOfKind: begun[kind, default: 0])
            record("\(step.number) \(kind)")
            end(.before, step)
            return step
        }

        func end(_ step: Step) { end(.after, step) }

        private func end(_ side: Side, _ step: Step) {
            guard let file, side == self.side else { return }
            guard kind.map({ $0 == step.kind && number == step.numberOfKind }) ?? (number == step.number) else {
                return
            }
            record("died \(side.rawValue) \(step.number) \(step.kind)")
            unlink(file)
            kill(getpid(), SIGKILL)
            // Other threads may have to be stopped first; this one does nothing more.
            while true { pause() }
        }

        private func record(_ line: String) {
            guard let file else { return }
            let descriptor = open("\(file).record", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
            defer { close(descriptor) }
            let bytes = Array("\(line)\n".utf8)
            _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        }
    }
#else
    /// Nothing, in what is shipped.
    struct FaultInjection {
        struct Step: Hashable {}

        func begin(_ effect: Effect) -> Step { Step() }

        func end(_ step: Step) {}
    }
#endif
