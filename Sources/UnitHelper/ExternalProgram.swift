import Glibc

/// One of the PC's own programs, run to its end: what it is told on its standard input, and what it says.
struct ExternalProgram {
    /// The PC's tools for its network (ip(8), ss(8), nft(8), conntrack(8)).
    static let ip = ExternalProgram(path: "/usr/sbin/ip", package: "iproute2")
    static let sockets = ExternalProgram(path: "/usr/bin/ss", package: "iproute2")
    static let rules = ExternalProgram(path: "/usr/sbin/nft", package: "nftables")
    static let connections = ExternalProgram(path: "/usr/sbin/conntrack", package: "conntrack")

    let path: String
    /// What brings it.
    let package: String

    private static let most = 1 << 20

    /// - Parameters:
    ///   - input: it fits into a pipe.
    ///   - isQuiet: whether what it complains of goes nowhere; else the unit's journal has it.
    /// - Returns: what it wrote to its standard output, and its exit status.
    /// - Throws: ``HelperError`` when it can't be run at all.
    func run(_ words: [String], input: String = "", isQuiet: Bool = false) throws(HelperError) -> (
        text: String, status: Int32
    ) {
        var ends: (input: [Int32], output: [Int32]) = ([-1, -1], [-1, -1])
        guard pipe(&ends.input) == 0, pipe(&ends.output) == 0 else { throw .system("no pipe can be made") }
        // Nothing else is started meanwhile.
        for descriptor in ends.input + ends.output { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends.input[0], STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, ends.output[1], STDOUT_FILENO)
        if isQuiet { posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) }
        // The program is not to inherit what this process keeps for later.
        var nothing = sigset_t()
        sigemptyset(&nothing)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setsigmask(&attributes, &nothing)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var arguments = ([path] + words).map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        let result = posix_spawn(&pid, path, &actions, &attributes, arguments, environ)
        close(ends.input[0])
        close(ends.output[1])
        guard result == 0 else {
            close(ends.input[1])
            close(ends.output[0])
            throw failure("\(package) cannot be run: \(String(cString: strerror(result)))")
        }
        // It may have ended already.
        signal(SIGPIPE, SIG_IGN)
        let bytes = Array(input.utf8)
        _ = write(ends.input[1], bytes, bytes.count)
        close(ends.input[1])
        let said = Self.everything(ends.output[0])
        close(ends.output[0])
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return (said, status)
    }

    /// The same, where it has to succeed.
    func must(_ words: [String], input: String = "", _ what: String) throws(HelperError) {
        // What is wrong it has said to the journal itself.
        guard try run(words, input: input).status == 0 else { throw failure(what) }
    }

    private func failure(_ what: String) -> HelperError {
        HelperError(
            "A visit cannot be given its network: \(what).",
            remedy:
                "The administrator looks at 'systemctl status vcd-network vcd-uplink nftables', and installs the package "
                + "\(package) if it is missing; then 'vcctl wipe'."
        )
    }

    private static func everything(_ descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = read(descriptor, &room, room.count)
            if count > 0 {
                if bytes.count < most { bytes += room.prefix(count) }
            } else if count == 0 || errno != EINTR {
                return String(decoding: bytes, as: UTF8.self)
            }
        }
    }
}
