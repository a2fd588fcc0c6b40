import CLinux
import Glibc
import SeatMessages

/// A process that the seat started and waits for.
struct ChildProcess {
    let pid: pid_t
    let pidfd: Int32

    static let inherited: Int32 = 3

    /// Starts a program with its output thrown away.
    ///
    /// - Parameters:
    ///   - command: program and arguments; a name without a slash is looked for on PATH.
    ///   - descriptor: one that the program has as its ``inherited``.
    ///   - leadsGroup: whether it and what it starts are a process group of their own.
    static func start(
        _ command: [String],
        handing descriptor: Int32? = nil,
        leadsGroup: Bool = false
    ) throws(SeatFailure) -> ChildProcess {
        guard let program = command.first else {
            throw SeatFailure(cause: .client, message: "[client] command is empty.")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        if let descriptor { posix_spawn_file_actions_adddup2(&actions, descriptor, Self.inherited) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The seat ignores SIGPIPE; its children must not inherit that.
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        // Nor a signal that the seat only waits for.
        var blocked = sigset_t()
        sigemptyset(&blocked)
        posix_spawnattr_setsigmask(&attributes, &blocked)
        let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | (leadsGroup ? POSIX_SPAWN_SETPGROUP : 0)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        let result = posix_spawnp(&pid, program, &actions, &attributes, &arguments, environ)
        guard result == 0 else {
            throw SeatFailure(
                cause: .client,
                message: "'\(program)' cannot be run: \(String(cString: strerror(result)))."
            )
        }
        return ChildProcess(pid: pid, pidfd: vcd_pidfd_open(pid))
    }

    /// Waits for a while.
    ///
    /// - Returns: whether the process has ended.
    func ends(within time: Duration) -> Bool {
        var watched = pollfd(fd: pidfd, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, Int32(time / .milliseconds(1))) > 0
    }

    func signal(_ number: Int32) { kill(pid, number) }

    func wait() -> SeatReport {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        close(pidfd)
        let signal = status & 0x7f
        return signal == 0 ? .exited(status: (status >> 8) & 0xff) : .signalled(signal: signal)
    }
}
