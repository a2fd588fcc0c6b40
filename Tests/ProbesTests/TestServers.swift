import FoundationEssentials
import Glibc
import StationCore

/// The servers of servers.py, which end with this process.
final class TestServers: Sendable {
    static let shared = TestServers.start()

    private struct Ready: Decodable {
        let authorities: String
        let ports: [String: UInt16]
    }

    struct NotStarted: Error {}

    private let ready: Ready
    /// The servers' standard input: they serve as long as it is open.
    private let lease: Int32

    private init(_ ready: Ready, lease: Int32) {
        self.ready = ready
        self.lease = lease
    }

    /// The settings for asking one of the servers by a name, with the tests' own authority.
    func settings(_ servers: String..., host: String = "localhost") throws -> Configuration.Network {
        var settings = Configuration.Network()
        settings.servers = try servers.map { try address($0, host: host) }
        settings.authorities = ready.authorities
        // The tests share two cores with other work.
        settings.slow = .seconds(30)
        return settings
    }

    func address(_ server: String, host: String = "127.0.0.1") throws -> Configuration.Network.Address {
        guard let port = ready.ports[server] else { throw NotStarted() }
        return .init(host: host, port: port)
    }

    private static func start() -> Result<TestServers, NotStarted> {
        var input: [Int32] = [-1, -1]
        var output: [Int32] = [-1, -1]
        guard pipe(&input) == 0, pipe(&output) == 0 else { return .failure(NotStarted()) }
        for end in input + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { for end in [input[0], output[0], output[1]] { close(end) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO)
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let words = ["python3", "/\(folder)/servers.py"]
        var arguments = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        guard posix_spawnp(&pid, "python3", &actions, nil, arguments, environ) == 0 else {
            return .failure(NotStarted())
        }
        close(output[1])
        output[1] = -1
        guard let ready = try? JSONDecoder().decode(Ready.self, from: Data(line(from: output[0]))) else {
            close(input[1])
            return .failure(NotStarted())
        }
        return .success(TestServers(ready, lease: input[1]))
    }

    private static func line(from descriptor: Int32) -> [UInt8] {
        var line: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while !line.contains(UInt8(ascii: "\n")) {
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { break }
            line += chunk.prefix(count)
        }
        return line
    }
}
