import Glibc
import StationCore

/// What became of asking one call server.
enum ServerAnswer: Hashable, Sendable {
    /// How long each step took.
    struct Times: Hashable, Sendable {
        var name: Duration
        var connection: Duration
        var handshake: Duration

        var longest: Duration { max(name, connection, handshake) }
        var total: Duration { name + connection + handshake }
    }

    case answered(Times, Certificate)
    case noName(Lookup.Failure)
    case noConnection(Connection.Failure)
    case noHandshake(Handshake.Failure)

    static func ask(
        _ server: Configuration.Network.Address,
        authorities: String?,
        limits: NetworkLimits
    ) -> ServerAnswer {
        let total = Deadline(in: limits.total)
        let clock = ContinuousClock()
        let start = clock.now
        let addresses: [SocketAddress]
        do throws(Lookup.Failure) {
            addresses = try Lookup.addresses(
                of: server.host,
                port: server.port,
                type: SOCK_STREAM,
                until: total.atMost(limits.name)
            )
        } catch {
            return .noName(error)
        }
        let named = clock.now
        let socket: Socket
        do throws(Connection.Failure) {
            socket = try Connection.open(to: addresses, until: total.atMost(limits.connection))
        } catch {
            return .noConnection(error)
        }
        let connected = clock.now
        do throws(Handshake.Failure) {
            let certificate = try Handshake.certificate(
                of: server.host,
                over: socket,
                authorities: authorities,
                until: total.atMost(limits.answer)
            )
            let times = Times(name: named - start, connection: connected - named, handshake: clock.now - connected)
            return .answered(times, certificate)
        } catch {
            return .noHandshake(error)
        }
    }
}
