import Glibc

/// A short run of a program: what it prints first, and how it ends.
struct ProgramRun {
    enum End: Hashable, Sendable {
        case exited(status: Int32, firstLine: String)
        case signalled(Int32)
        case tooSlow
        /// An errno.
        case notStarted(Int32)
    }

    /// Longer lines are cut.
    private static let longestLine = 80
    /// In milliseconds.
    private static let step: Int32 = 20

    let command: [String]
    /// The program's file.
    let file: String
    /// Everything that the program may write to.
    let folder: String
    let limit: Duration

    func end() -> End {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return .notStarted(errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        defer { close(ends[0]) }
        var pid: pid_t = 0
        let error = start(&pid, writingTo: ends[1])
        close(ends[1])
        return error == 0 ? watch(pid, ends[0]) : .notStarted(error)
    }

    /// - Returns: 0 or an errno, as posix_spawn(3).
    private func start(_ pid: inout pid_t, writingTo output: Int32) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)

        var arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var entries = environment.map { strdup($0) } + [nil]
        defer { for entry in entries { free(entry) } }
        // It stays in the probe's process group, which ends as a whole.
        return posix_spawn(&pid, file, &actions, nil, &arguments, &entries)
    }

    private var environment: [String] {
        let places = [
            "HOME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME",
            "XDG_STATE_HOME",
        ]
        return ["PATH=\(ProgramFile.folders.joined(separator: ":"))", "LANG=C.UTF-8"] + places.map { "\($0)=\(folder)" }
    }

    private func watch(_ pid: pid_t, _ output: Int32) -> End {
        let deadline = ContinuousClock().now + limit
        var waiting = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
        var text: [UInt8] = []
        while ContinuousClock().now < deadline {
            var status: Int32 = 0
            // Asked before the pipe is: what it wrote last is still read then.
            let hasEnded = waitpid(pid, &status, WNOHANG) == pid
            if !drain(output, into: &text) { waiting[0].fd = -1 }
            if hasEnded {
                let signal = status & 0x7f
                return signal == 0
                    ? .exited(status: (status >> 8) & 0xff, firstLine: Self.firstLine(text)) : .signalled(signal)
            }
            poll(&waiting, 1, Self.step)
        }
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
        return .tooSlow
    }

    /// - Returns: whether more may come.
    private func drain(_ output: Int32, into text: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 4_096)
        // A program that prints without end must not hold the watch.
        for _ in 0..<64 {
            let count = read(output, &chunk, chunk.count)
            if count == 0 { return false }
            guard count > 0 else { return errno == EAGAIN || errno == EINTR }
            if text.count < chunk.count { text += chunk[..<count] }
        }
        return true
    }

    private static func firstLine(_ bytes: [UInt8]) -> String {
        let line = String(decoding: bytes, as: UTF8.self).lines.first ?? ""
        // A program's words go to a terminal in the end.
        let plain = line.unicodeScalars.filter { $0.properties.generalCategory != .control }
        return String(String.UnicodeScalarView(plain)).prefix(longestLine).trimmed
    }
}
