import Glibc

/// One call in flight on each of some connections, from one thread, without a library between.
struct Load {
    private let descriptors: [Int32]
    private let request: [UInt8]

    init?(path: String, method: String, connections: Int) {
        request = Array("{\"method\":\"\(method)\",\"parameters\":{}}".utf8) + [0]
        var open: [Int32] = []
        for _ in 0..<connections {
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
            let connected = withUnsafePointer(to: address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            guard connected == 0 else { return nil }
            open.append(descriptor)
        }
        descriptors = open
    }

    func run(calls: Int) -> String? {
        var waiting = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var sentAt = [Int64](repeating: 0, count: descriptors.count)
        var latencies: [Int64] = []
        latencies.reserveCapacity(calls)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let begin = now()
        for index in descriptors.indices {
            sentAt[index] = now()
            guard send(descriptors[index], request, request.count, 0) == request.count else { return nil }
        }
        while latencies.count < calls {
            guard poll(&waiting, nfds_t(waiting.count), 10_000) > 0 else { return nil }
            for index in waiting.indices where waiting[index].revents != 0 {
                let count = read(descriptors[index], &buffer, buffer.count)
                guard count > 0 else { return nil }
                // Replies are small: the last byte read is the end of one, or there is more to come.
                guard buffer[count - 1] == 0 else { continue }
                latencies.append(now() - sentAt[index])
                sentAt[index] = now()
                guard send(descriptors[index], request, request.count, 0) == request.count else { return nil }
            }
        }
        let seconds = Double(now() - begin) / 1e9
        latencies.sort()
        let median = latencies[latencies.count / 2] / 1_000
        let slow = latencies[latencies.count * 99 / 100] / 1_000
        return "\(Int(Double(latencies.count) / seconds)) \(median) \(slow)"
    }

    private func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
