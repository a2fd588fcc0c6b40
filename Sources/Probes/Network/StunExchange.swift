import Glibc

/// A few requests to a server, over each way to it, and their answers.
struct StunExchange {
    static let requests = 5
    static let spacing = Duration.milliseconds(20)

    /// One socket's part.
    private struct Way {
        let socket: Socket
        var sent: [StunRequest.Transaction: ContinuousClock.Instant] = [:]
        var times: [Duration] = []
        var family: MappedAddress.Family?
        var errorCode: Int?
        var isRefused = false
        var hasGarbage = false

        var isDone: Bool { isRefused || times.count == StunExchange.requests }

        var answer: StunAnswer {
            if let family {
                return .answered(.init(sent: StunExchange.requests, times: times, family: family))
            }
            if let errorCode { return .error(code: errorCode) }
            if hasGarbage { return .garbage }
            return isRefused ? .refused : .noAnswer(sent: StunExchange.requests)
        }

        mutating func receive() {
            let arrival = ContinuousClock.now
            switch socket.receive(atMost: 2048) {
            case .nothing: return
            case .closed: hasGarbage = true
            case .failed: isRefused = true
            case .bytes(let bytes):
                guard let response = try? StunResponse(bytes),
                    let start = sent.removeValue(forKey: response.transaction)
                else {
                    hasGarbage = true
                    return
                }
                switch response.content {
                case .mapped(let address):
                    times.append(arrival - start)
                    family = address.family
                case .error(let code): errorCode = code
                }
            }
        }
    }

    private var ways: [Way]
    private let deadline: Deadline

    init(_ sockets: [Socket], until deadline: Deadline) {
        ways = sockets.map { Way(socket: $0) }
        self.deadline = deadline
    }

    /// - Returns: the answer of the best way.
    consuming func run() -> StunAnswer {
        for _ in 0..<Self.requests {
            for index in ways.indices { send(over: index) }
            collect(until: deadline.atMost(Self.spacing))
        }
        collect(until: deadline, whileUnanswered: true)
        let best = ways.max { $0.times.count < $1.times.count }
        return best?.answer ?? .unreachable
    }

    private mutating func send(over index: Int) {
        let request = StunRequest()
        ways[index].sent[request.transaction] = .now
        _ = ways[index].socket.send(request.bytes, until: deadline)
    }

    private mutating func collect(until deadline: Deadline, whileUnanswered: Bool = false) {
        while !deadline.isOver, !(whileUnanswered && ways.allSatisfy(\.isDone)) {
            // A refused socket says so again and again.
            var entries = ways.map {
                pollfd(fd: $0.isRefused ? -1 : $0.socket.descriptor, events: Int16(POLLIN), revents: 0)
            }
            guard poll(&entries, nfds_t(entries.count), deadline.pollTime) > 0 else { continue }
            for (index, entry) in entries.enumerated() where entry.revents != 0 { ways[index].receive() }
        }
    }
}
