import Glibc

/// Work that blocks, in threads of its own: Swift's tasks have no more threads than the PC has cores.
enum OwnThread {
    private final class Job {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Starts work that nobody has to wait for.
    ///
    /// - Returns: false where no thread can be had; nothing runs then.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let job = Unmanaged.passRetained(Job(body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread,
            nil,
            { argument in
                if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            },
            job.toOpaque()
        )
        guard code == 0 else {
            job.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// Does the work for each of them, side by side.
    ///
    /// - Returns: the outcomes in the order of what they are for.
    static func forEach<Input: Sendable, Output: Sendable>(
        _ inputs: [Input],
        _ work: @escaping @Sendable (Input) -> Output
    ) async -> [Output] {
        await withTaskGroup(of: (Int, Output).self) { group in
            for (index, input) in inputs.enumerated() {
                group.addTask { (index, await outcome(of: work, for: input)) }
            }
            var outcomes: [(Int, Output)] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes.sorted { $0.0 < $1.0 }.map { $0.1 }
        }
    }

    private static func outcome<Input: Sendable, Output: Sendable>(
        of work: @escaping @Sendable (Input) -> Output,
        for input: Input
    ) async -> Output {
        await withCheckedContinuation { continuation in
            let isStarted = start { continuation.resume(returning: work(input)) }
            if !isStarted { continuation.resume(returning: work(input)) }
        }
    }
}
