import Glibc
import StationCore

/// What became of asking one STUN server a few times.
enum StunAnswer: Hashable, Sendable {
    struct Sample: Hashable, Sendable {
        var sent: Int
        /// How long each answer took.
        var times: [Duration]
        var family: MappedAddress.Family

        var median: Duration { times.isEmpty ? .zero : times.sorted()[times.count / 2] }
    }

    case answered(Sample)
    case noName(Lookup.Failure)
    case noAnswer(sent: Int)
    /// The host is there, but nothing listens at the port (ICMP, port unreachable).
    case refused
    case unreachable
    case error(code: Int)
    /// Something came, but no answer to what was asked.
    case garbage

    static func ask(_ server: Configuration.Network.Address, limits: NetworkLimits) -> StunAnswer {
        let addresses: [SocketAddress]
        do throws(Lookup.Failure) {
            addresses = try Lookup.addresses(
                of: server.host,
                port: server.port,
                type: SOCK_DGRAM,
                until: Deadline(in: limits.name)
            )
        } catch {
            return .noName(error)
        }
        // One of each family: a call takes either, and an IPv6 that leads nowhere is common.
        let sockets = [AF_INET, AF_INET6].compactMap { family in
            addresses.first { $0.family == family }.flatMap(connected)
        }
        guard !sockets.isEmpty else { return .unreachable }
        return StunExchange(sockets, until: Deadline(in: limits.stun)).run()
    }

    /// A connected socket gets nothing from other sources than the server (udp(7)).
    private static func connected(to address: SocketAddress) -> Socket? {
        guard let socket = Socket(address.family, SOCK_DGRAM), socket.connect(to: address) == 0 else { return nil }
        return socket
    }
}
