import CLinux
import Glibc
import Synchronization

/// The addresses behind a name (getaddrinfo(3)), within a time limit of our own: the resolver's are longer than a look
/// may take.
enum Lookup {
    enum Failure: Error, Hashable {
        /// A name server answered that there is no such name.
        case unknownName
        /// No name server answered, or none that could say.
        case noAnswer
    }

    private typealias Outcome = Result<[SocketAddress], Failure>

    /// Holds the answer of a thread that may outlast whoever asked.
    private final class Question: Sendable {
        private let outcome = Mutex<Outcome?>(nil)
        private let input: Int32
        private let output: Int32

        init?() {
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { return nil }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            (input, output) = (ends[0], ends[1])
        }

        deinit {
            close(input)
            close(output)
        }

        func answer(_ value: Outcome) {
            outcome.withLock { $0 = value }
            // Nobody closes the other end before this one.
            _ = write(output, "\n", 1)
        }

        func wait(until deadline: Deadline) -> Outcome? {
            var entry = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
            while poll(&entry, 1, deadline.pollTime) < 0, errno == EINTR {}
            return outcome.withLock { $0 }
        }
    }

    static func addresses(
        of host: String,
        port: UInt16,
        type: __socket_type,
        until deadline: Deadline
    ) throws(Failure) -> [SocketAddress] {
        if case .success(let addresses) = ask(host, port, type, flags: AI_NUMERICHOST) { return addresses }
        guard let question = Question() else { throw .noAnswer }
        let isStarted = OwnThread.start { question.answer(ask(host, port, type, flags: 0)) }
        guard isStarted, let outcome = question.wait(until: deadline) else { throw .noAnswer }
        return try outcome.get()
    }

    /// Whether a host is given as its address.
    static func isLiteral(_ host: String) -> Bool {
        var room = in6_addr()
        return inet_pton(AF_INET, host, &room) == 1 || inet_pton(AF_INET6, host, &room) == 1
    }

    private static func ask(_ host: String, _ port: UInt16, _ type: __socket_type, flags: Int32) -> Outcome {
        var hints = addrinfo()
        hints.ai_socktype = Int32(type.rawValue)
        hints.ai_flags = flags | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else { return .failure(vcd_is_unknown_name(code) == 1 ? .unknownName : .noAnswer) }
        defer { freeaddrinfo(list) }
        let addresses = sequence(first: list, next: { $0?.pointee.ai_next })
            .prefix { $0 != nil }
            .compactMap { entry in
                entry.flatMap { SocketAddress($0.pointee.ai_addr, length: $0.pointee.ai_addrlen) }
            }
        return addresses.isEmpty ? .failure(.unknownName) : .success(addresses)
    }
}
