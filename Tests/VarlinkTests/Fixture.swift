import Glibc
import Logging
import Synchronization
import Varlink

/// The interface that the tests serve.
enum Fixture {
    static let text = """
        interface org.example.test
        method Echo(text: string) -> (text: string)
        method Count(to: int) -> (number: int)
        method Wait() -> ()
        method WhoAmI() -> (uid: int, pid: int)
        method Missing() -> ()
        """

    struct Text: Codable, Sendable { var text: String }
    struct To: Codable, Sendable { var to: Int }
    struct Number: Codable, Sendable { var number: Int }
    struct Who: Codable, Sendable {
        var uid: Int
        var pid: Int
    }
    struct Nothing: Codable, Sendable {}
}

/// Keeps count of calls that were cancelled.
final class Tally: Sendable {
    private let number = Mutex(0)
    var value: Int { number.withLock { $0 } }
    func add() { number.withLock { $0 += 1 } }
}

func temporaryPath() -> String { "/tmp/varlink-test-\(getpid())-\(UInt32.random(in: .min ... .max))" }

/// Runs `body` against a server and closes the server afterwards, also when `body` throws.
func withServer(
    limits: VarlinkServer.Limits = .init(),
    cancelled: Tally = Tally(),
    admit: @escaping @Sendable (PeerCredentials) -> Bool = { _ in true },
    _ body: @Sendable (_ path: String, _ server: VarlinkServer) async throws -> Void
) async throws {
    let path = temporaryPath()
    let interface = try VarlinkInterface(
        InterfaceDescription(parsing: Fixture.text),
        methods: [
            "Echo": .init { (parameters: Fixture.Text, _) in parameters },
            "Count": .init { (parameters: Fixture.To, call) in
                for number in 1..<max(1, parameters.to) {
                    try await call.reply(continuing: Fixture.Number(number: number))
                }
                return Fixture.Number(number: parameters.to)
            },
            "Wait": .init { (_: Fixture.Nothing, _) in
                do {
                    try await Task.sleep(for: .seconds(60))
                } catch {
                    cancelled.add()
                    throw error
                }
                return Fixture.Nothing()
            },
            "WhoAmI": .init { (_: Fixture.Nothing, call) in
                Fixture.Who(uid: Int(call.peer.uid), pid: Int(call.peer.pid))
            },
        ]
    )
    let server = try VarlinkServer(
        identity: .init(vendor: "v", product: "p", version: "1", url: "u"),
        interfaces: [interface],
        limits: limits,
        admit: admit,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    let (ready, isReady) = AsyncStream.makeStream(of: Void.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { isReady.finish() }
            try await server.run(on: .path(path, mode: 0o600)) { isReady.yield() }
        }
        for await _ in ready { break }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(path, server))
        } catch {
            result = .failure(error)
        }
        server.close()
        try await group.waitForAll()
        try result.get()
    }
}

/// A raw connection, for what a well-behaved client wouldn't do. Every read waits five seconds at most.
final class RawConnection {
    private let descriptor: Int32
    var descriptorForTest: Int32 { descriptor }

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let connected = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else { throw Failed() }
    }

    deinit { close(descriptor) }

    struct Failed: Error {}

    /// - Returns: whether all was taken.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    func send(_ text: String) { send(Array(text.utf8) + [0]) }

    /// The next frame; nil when the peer has closed, or nothing came within half a minute.
    func frame() -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 30_000) == 1, read(descriptor, &byte, 1) == 1 else { return nil }
            if byte == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
    }

    /// The same for a peer in this process: no thread that it may need is held while it is waited for.
    func frameOfTask() async throws -> String? {
        for _ in 0..<6_000 {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&ready, 1, 0) == 1 { return frame() }
            try await Task.sleep(for: .milliseconds(5))
        }
        return nil
    }

    /// Whether the peer closes within the limit, whatever it sends before.
    func isClosed(within milliseconds: Int32 = 30_000) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, milliseconds) == 1 else { return false }
            if read(descriptor, &buffer, buffer.count) <= 0 { return true }
        }
    }
}
