import Glibc

/// A program that a preview started, and ends.
struct PreviewProcess {
    private let pid: pid_t

    /// - Parameters:
    ///   - output: where its standard output goes; nil for nowhere.
    ///   - errors: a file for what it has to say; nil for nowhere.
    /// - Throws: ``PreviewError`` when it can't be started.
    static func start(
        _ program: String,
        _ arguments: [String],
        output: Int32? = nil,
        errors: String? = nil
    ) throws(PreviewError) -> PreviewProcess {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        if let output {
            posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        }
        let log = errors ?? "/dev/null"
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Ctrl-C is for vcctl, which ends the others in their order.
        posix_spawnattr_setpgroup(&attributes, 0)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for signal in Interruption.signals { sigaddset(&defaults, signal) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF))
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var pid: pid_t = 0
        guard posix_spawnp(&pid, program, &actions, &attributes, &words, environ) == 0 else {
            throw .noProgram(program)
        }
        return PreviewProcess(pid: pid)
    }

    /// Whether it has ended; true once only, after that it is nobody's.
    func hasEnded() -> Bool {
        var status: Int32 = 0
        return waitpid(pid, &status, WNOHANG) != 0
    }

    /// Asks it to end, and after a while makes it.
    func end(within limit: Duration) async {
        kill(pid, SIGTERM)
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            if hasEnded() { return }
            try? await Task.sleep(for: .milliseconds(50))
        }
        kill(-pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }
}
