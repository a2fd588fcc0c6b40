import Glibc
import StationCore

/// A probe that looks, in a process group of its own.
struct ProbeProcess {
    let name: CheckName
    let began: ContinuousClock.Instant
    let limit: Duration
    let pid: pid_t
    /// Its standard output.
    let output: Int32
    var said: [UInt8] = []

    private static let mostBytes = 1 << 16

    /// - Parameter order: the order as JSON; it fits into a pipe.
    init(_ name: CheckName, limit: Duration, order: [UInt8]) throws(HelperError) {
        var input: [Int32] = [-1, -1]
        var output: [Int32] = [-1, -1]
        guard pipe(&input) == 0, pipe(&output) == 0 else { throw .system("no pipe can be made") }
        // Nothing else is started meanwhile.
        for descriptor in input + output { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        defer { for descriptor in [input[0], input[1], output[1]] { close(descriptor) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        let words = ["vcd-helper", "probe", name.rawValue]
        var arguments = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        let result = posix_spawn(&pid, "/proc/self/exe", &actions, &attributes, arguments, environ)
        guard result == 0 else {
            close(output[0])
            errno = result
            throw .system("no probe can be started")
        }
        _ = order.withUnsafeBytes { write(input[1], $0.baseAddress, $0.count) }
        self.name = name
        self.limit = limit
        self.pid = pid
        self.output = output[0]
        began = .now
    }

    /// Takes in what the probe has written.
    ///
    /// - Returns: whether there is more to wait for.
    mutating func listen() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = read(output, &bytes, bytes.count)
        guard count > 0 else { return count < 0 && errno == EINTR }
        said += bytes.prefix(count)
        return !said.contains(UInt8(ascii: "\n")) && said.count < Self.mostBytes
    }

    /// Kills what is left of it. One that even the kernel can't end is not waited for: it goes with the unit.
    ///
    /// - Returns: how it ended, in words, where it did so by itself.
    func end() -> String? {
        var status: Int32 = 0
        let hadEnded = waitpid(pid, &status, WNOHANG) == pid
        kill(-pid, SIGKILL)
        close(output)
        guard hadEnded else { return nil }
        let signal = status & 0x7F
        return signal == 0 ? "status \((status >> 8) & 0xFF)" : "signal \(signal)"
    }
}
