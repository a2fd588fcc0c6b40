import Glibc

/// A thread in a network namespace of its own, which ends with it.
public enum OwnNetwork {
    private typealias Flags = @convention(c) (Int32) -> Int32
    private typealias Account = @convention(c) (UInt32) -> Int32

    /// CLONE_NEWNET of clone(2).
    private static let network: Int32 = 0x4000_0000

    /// - Returns: what `body` does in the new namespace, its loopback interface up.
    public static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            let job = Job {
                // Glibc's module has neither this call nor setfsuid(2), which is a thread's own.
                let unshare = unsafeBitCast(dlsym(nil, "unshare"), to: Flags?.self)
                guard unshare?(network) == 0, succeeds(["/sbin/ip", "link", "set", "lo", "up"]) else {
                    fatalError("no network namespace can be made")
                }
                continuation.resume(returning: body())
            }
            var thread = pthread_t()
            let code = pthread_create(
                &thread,
                nil,
                { argument in
                    if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().body() }
                    return nil
                },
                Unmanaged.passRetained(job).toOpaque()
            )
            guard code == 0 else { fatalError("no thread can be made") }
            pthread_detach(thread)
        }
    }

    /// What is opened meanwhile is the account's.
    public static func acting<Value>(as account: UInt32, _ body: () -> Value) -> Value {
        let setfsuid = unsafeBitCast(dlsym(nil, "setfsuid"), to: Account?.self)
        _ = setfsuid?(account)
        defer { _ = setfsuid?(0) }
        return body()
    }

    public static func lay(_ rules: String) -> Bool {
        succeeds(["/usr/sbin/nft", "-f", "-"], input: Array(rules.utf8))
    }

    /// ip(8) with these words.
    public static func ip(_ words: String...) -> Bool { succeeds(["/sbin/ip"] + words) }

    private final class Job: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// - Parameter input: it fits into a pipe.
    private static func succeeds(_ command: [String], input: [UInt8] = []) -> Bool {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return false }
        for descriptor in ends { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
        var arguments = command.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        let isStarted = posix_spawn(&pid, command[0], &actions, nil, arguments, environ) == 0
        close(ends[0])
        let isWritten = write(ends[1], input, input.count) == input.count
        close(ends[1])
        var status: Int32 = -1
        return isStarted && isWritten && waitpid(pid, &status, 0) == pid && status == 0
    }
}
