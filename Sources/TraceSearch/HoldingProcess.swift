import Glibc

/// A process that has a text in its environment, and with it in its memory.
struct HoldingProcess {
    private let pid: pid_t
    private let line: Int32

    /// - Returns: nil when it can't be started.
    init?(text: String) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for standard in [STDIN_FILENO, STDOUT_FILENO] {
            posix_spawn_file_actions_adddup2(&actions, ends[1], standard)
        }
        let arguments = [strdup("/bin/cat"), nil]
        let environment = [strdup("CONTROL=\(text)"), nil]
        defer { for pointer in arguments + environment { free(pointer) } }
        var pid: pid_t = 0
        let result = posix_spawn(&pid, "/bin/cat", &actions, nil, arguments, environment)
        close(ends[1])
        line = ends[0]
        self.pid = pid
        // What it says back proves that it runs: right after an exec its environment can't be read yet.
        var byte: UInt8 = 1
        guard result == 0, write(line, &byte, 1) == 1, read(line, &byte, 1) == 1 else {
            end()
            return nil
        }
    }

    func end() {
        close(line)
        guard pid > 0 else { return }
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
    }
}
