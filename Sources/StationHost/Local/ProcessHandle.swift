import CLinux
import Dispatch
import Glibc

/// A process held by a pidfd (pidfd_open(2)), so that a signal can never meet another that got its number.
final class ProcessHandle: Sendable {
    let pid: pid_t
    private let descriptor: Int32

    /// - Returns: nil when there is no such process any more.
    init?(pid: pid_t) {
        self.pid = pid
        descriptor = vcd_pidfd_open(pid)
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    func signal(_ number: Int32) { _ = vcd_pidfd_send_signal(descriptor, number) }

    /// Waits until the process has ended; of a pid namespace's init this means that all its processes have.
    ///
    /// - Returns: whether it ended within `limit`.
    func ended(within limit: Duration) async -> Bool {
        let descriptor = descriptor
        // Dispatch closes nothing that is not its own: the copy lives as long as its source.
        let copy = dup(descriptor)
        guard copy >= 0 else { return false }
        let done = AsyncStream<Void>.makeStream()
        let source = DispatchSource.makeReadSource(fileDescriptor: copy)
        source.setEventHandler { done.continuation.finish() }
        source.setCancelHandler { close(copy) }
        source.resume()
        defer { source.cancel() }
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in done.stream {}
                return !Task.isCancelled
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
    }
}
