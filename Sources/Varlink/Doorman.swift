import NIOCore
import Synchronization

/// Counts who is in, lets in only as many as the limits say, and sees everybody out when the server ends.
final class Doorman: Sendable {
    private struct Guest {
        let channel: any Channel
        let uid: UInt32
        /// Whether a call of the connection is being answered.
        var isBusy = false
    }

    private struct State {
        var guests: [ObjectIdentifier: Guest] = [:]
        var listener: (any Channel)?
        var isClosing = false
    }

    private let limits: VarlinkServer.Limits
    private let admit: @Sendable (PeerCredentials) -> Bool
    private let state = Mutex(State())

    init(limits: VarlinkServer.Limits, admit: @escaping @Sendable (PeerCredentials) -> Bool) {
        self.limits = limits
        self.admit = admit
    }

    func open(_ listener: any Channel) {
        let isClosing = state.withLock { state in
            state.listener = listener
            return state.isClosing
        }
        if isClosing { listener.close(promise: nil) }
    }

    /// Lets a connection in, or not.
    func enter(_ channel: any Channel, _ peer: PeerCredentials) -> Bool {
        guard admit(peer) else { return false }
        return state.withLock { state in
            let own = state.guests.values.count { $0.uid == peer.uid }
            guard !state.isClosing, own < limits.maxConnectionsPerUID, state.guests.count < limits.maxConnections else {
                return false
            }
            state.guests[ObjectIdentifier(channel)] = Guest(channel: channel, uid: peer.uid)
            return true
        }
    }

    func leave(_ channel: any Channel) {
        _ = state.withLock { $0.guests.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    /// A call of the connection begins or ends.
    ///
    /// - Returns: whether the connection may go on.
    func note(_ channel: any Channel, isBusy: Bool) -> Bool {
        state.withLock { state in
            state.guests[ObjectIdentifier(channel)]?.isBusy = isBusy
            return isBusy || !state.isClosing
        }
    }

    /// Takes no new connection, closes those that wait for nothing, and the others once they have their reply or
    /// `limit` is over.
    func close(within limit: Duration) {
        let (listener, guests) = state.withLock { state in
            state.isClosing = true
            return (state.listener, Array(state.guests.values))
        }
        listener?.close(promise: nil)
        for guest in guests {
            guard guest.isBusy else {
                guest.channel.close(promise: nil)
                continue
            }
            let channel = guest.channel
            let timer = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) { channel.close(promise: nil) }
            channel.closeFuture.whenComplete { _ in timer.cancel() }
        }
    }
}
